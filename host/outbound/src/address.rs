//! Which addresses a department's request may go to.
//!
//! A name is no protection: its owner can let it lead anywhere, and change that between two questions. So the address
//! itself is judged, in the same step that connects to it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::IpNet;
use mitra_core::http::HttpReach;

/// Networks that are not the public internet.
///
/// Source: IANA, "IPv4 and IPv6 Special-Purpose Address Registries" (2025-10).
const SPECIAL: [&str; 30] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

/// Never reached, not even where the operator's own network may be: link-local addresses, those that are nobody's or
/// everybody's, and where clouds hand out a machine's credentials.
const NEVER: [&str; 11] = [
    "0.0.0.0/8",
    "100.100.100.200/32",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "192.0.0.192/32",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "fd00:ec2::254/128",
    "fd20:ce::254/128",
    "fe80::/10",
    "ff00::/8",
];

static SPECIAL_NETS: LazyLock<Vec<IpNet>> = LazyLock::new(|| nets(&SPECIAL));
static NEVER_NETS: LazyLock<Vec<IpNet>> = LazyLock::new(|| nets(&NEVER));

fn nets(texts: &[&str]) -> Vec<IpNet> {
    texts.iter().map(|text| text.parse().expect("the table holds networks")).collect()
}

/// Whether a request with this reach may go there.
pub(crate) fn is_allowed(address: IpAddr, reach: HttpReach) -> bool {
    let address = meant(address);
    let is_in = |nets: &[IpNet]| nets.iter().any(|net| net.contains(&address));
    if is_in(&NEVER_NETS) || address == IpAddr::V6(Ipv6Addr::UNSPECIFIED) {
        return false;
    }
    match reach {
        HttpReach::Private => true,
        HttpReach::Public => address != IpAddr::V6(Ipv6Addr::LOCALHOST) && !is_in(&SPECIAL_NETS),
    }
}

/// The address that a connection would really go to: an IPv6 address may carry an IPv4 one.
fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if let IpAddr::V4(mapped) = v6.to_canonical() {
        return IpAddr::V4(mapped);
    }
    let segments = v6.segments();
    let (prefix, carried) = segments.split_at(6);
    // NAT64's well-known prefix, and the deprecated IPv4-compatible form.
    let is_nat64 = prefix == [0x64, 0xff9b, 0, 0, 0, 0];
    let is_compatible = prefix == [0; 6] && carried[0] != 0;
    if is_nat64 || is_compatible {
        return IpAddr::V4(Ipv4Addr::from((u32::from(carried[0]) << 16) | u32::from(carried[1])));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reaches(address: &str) -> (bool, bool) {
        let address = address.parse().expect(address);
        (is_allowed(address, HttpReach::Public), is_allowed(address, HttpReach::Private))
    }

    #[test]
    fn the_public_internet_is_for_all() {
        for address in
            ["8.8.8.8", "164.100.1.1", "172.32.0.1", "11.0.0.1", "2405:8a00::1", "2606:4700::1"]
        {
            assert_eq!(reaches(address), (true, true), "{address}");
        }
    }

    #[test]
    fn private_networks_and_this_machine_are_for_whom_the_operator_lets_in() {
        let addresses = [
            "127.0.0.1",
            "127.255.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "::1",
            "fd12::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "::127.0.0.1",
            "2002:7f00:1::",
            "2001:0:1::1",
            "2001:db8::1",
        ];
        for address in addresses {
            assert_eq!(reaches(address), (false, true), "{address}");
        }
    }

    #[test]
    fn nobody_reaches_a_clouds_credentials_or_what_is_no_host() {
        let addresses = [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "::169.254.169.254",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::1",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "ff02::1",
        ];
        for address in addresses {
            assert_eq!(reaches(address), (false, false), "{address}");
        }
    }
}
