#!/bin/sh
# Fills the corpora with what is known to be interesting: every fixture, and signatures of every shape.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/notification corpus/scenario corpus/signature_header
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
