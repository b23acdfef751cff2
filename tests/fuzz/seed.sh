#!/bin/sh
# Fills the corpora with what is known to be interesting: every fixture, and signatures of every shape.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/notification corpus/release corpus/scenario corpus/signature_header
cp ../fixtures/webhooks/*.json corpus/notification/
for file in ../../plugins/*/scenarios/*.txt; do
  cp "$file" "corpus/scenario/$(basename "$(dirname "$(dirname "$file")")")-$(basename "$file")"
done
digest=$(printf 'body' | openssl dgst -sha256 -hmac fuzz -r | cut -d ' ' -f 1)
printf 'sha256=%s\nbody' "$digest" >corpus/signature_header/good
printf 'sha256=%s\nbody' "$(printf '%s' "$digest" | tr a-f A-F)" >corpus/signature_header/upper
printf 'sha256=%s\nbody' "${digest%?}" >corpus/signature_header/short
printf 'sha1=%.40s\nbody' "$digest" >corpus/signature_header/sha1
printf '\nbody' >corpus/signature_header/none
# A release of two small files, signed by nobody.
release=$(mktemp -d)
printf '\0asm' >"$release/component.wasm"
printf "id = 'water'\n" >"$release/department.toml"
entry() { printf '{"name":"%s","bytes":%d,"sha256":"%s"}' "$1" "$(wc -c <"$release/$1")" "$(sha256sum "$release/$1" | cut -d ' ' -f 1)"; }
statement=$(printf '{"format":1,"department":"water","version":"1.0.0","contract":"mitra:department@1.0.0",' &&
  printf '"created_at":"2026-11-27T10:00:00Z","expires_at":"2027-02-25T10:00:00Z","files":[%s,%s]}' \
    "$(entry component.wasm)" "$(entry department.toml)")
printf '{"payloadType":"application/vnd.mitra.release.v1+json","payload":"%s","signatures":[]}' \
  "$(printf '%s' "$statement" | base64 -w 0)" >"$release/release.dsse.json"
tar --format=ustar -cf corpus/release/good -C "$release" release.dsse.json component.wasm department.toml
rm -r "$release"
