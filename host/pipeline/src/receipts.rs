//! Receipts: `Vec<Receipt>` -> `Vec<Receipt>`, one for each delivery they are about.
//!
//! Takes: the receipts of one notification. Gives: the fewest that say the same.
//! Never: talks to storage; merging into the delivery itself happens in the transaction of `ingest`, by
//! [`mitra_core::delivery::DeliveryStage::merge`].

use std::collections::HashMap;

use mitra_core::delivery::{Receipt, ReceiptStatus};
use mitra_core::ids::Wamid;

/// Folds receipts about the same message into the one that counts.
///
/// Meta batches `sent`, `delivered` and `read` of a message into one notification; storing the last is enough.
/// `failed` is kept beside a lesser status: which of them counts depends on what was stored before.
pub(crate) fn decide(receipts: Vec<Receipt>) -> Vec<Receipt> {
    let mut kept: Vec<Receipt> = Vec::with_capacity(receipts.len());
    let mut places: HashMap<(Wamid, bool), usize> = HashMap::with_capacity(receipts.len());
    for receipt in receipts {
        let failed = receipt.status == ReceiptStatus::Failed;
        match places.get(&(receipt.wamid.clone(), failed)) {
            Some(&place) if rank(receipt.status) > rank(kept[place].status) => {
                kept[place] = receipt;
            }
            Some(_) => {}
            None => {
                places.insert((receipt.wamid.clone(), failed), kept.len());
                kept.push(receipt);
            }
        }
    }
    kept
}

fn rank(status: ReceiptStatus) -> u8 {
    match status {
        ReceiptStatus::Failed => 0,
        ReceiptStatus::Sent => 1,
        ReceiptStatus::Delivered => 2,
        ReceiptStatus::Read => 3,
        ReceiptStatus::Played => 4,
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::clock::Timestamp;

    use super::*;

    fn fold(receipts: &[(&str, ReceiptStatus)]) -> Vec<(String, ReceiptStatus)> {
        let receipts = receipts.iter().map(|(wamid, status)| Receipt {
            wamid: Wamid::new(*wamid),
            reference: None,
            status: *status,
            at: Timestamp(0),
            code: None,
        });
        let kept = decide(receipts.collect());
        kept.into_iter().map(|receipt| (receipt.wamid.to_string(), receipt.status)).collect()
    }

    #[test]
    fn the_furthest_status_of_a_message_stands_for_all() {
        use ReceiptStatus::{Delivered, Read, Sent};
        let folded = fold(&[("a", Sent), ("b", Sent), ("a", Read), ("a", Delivered)]);
        assert_eq!(folded, [("a".to_owned(), Read), ("b".to_owned(), Sent)]);
    }

    #[test]
    fn a_failure_is_kept_beside_the_rest() {
        use ReceiptStatus::{Failed, Sent};
        assert_eq!(fold(&[("a", Failed), ("a", Sent), ("a", Failed)]).len(), 2);
    }
}
