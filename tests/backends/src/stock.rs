//! What ration shops have in stock: what the department `civil-supplies` asks.

use mitra_core::clock::Timestamp;
use serde_json::{Value, json};

use crate::date::Day;

/// What a shop is given for a month.
struct Shop {
    number: &'static str,
    rice_kg: u32,
    sugar_kg: u32,
}

/// The days on which a month's ration is given out: from its first day to this one.
const DAYS: u32 = 15;

const SHOPS: [Shop; 8] = [
    Shop { number: "0724015", rice_kg: 7_500, sugar_kg: 450 },
    Shop { number: "0724021", rice_kg: 9_000, sugar_kg: 600 },
    Shop { number: "0724033", rice_kg: 6_000, sugar_kg: 300 },
    Shop { number: "0724040", rice_kg: 8_250, sugar_kg: 525 },
    Shop { number: "0724052", rice_kg: 10_500, sugar_kg: 750 },
    Shop { number: "0724060", rice_kg: 4_500, sugar_kg: 225 },
    Shop { number: "0618007", rice_kg: 7_200, sugar_kg: 420 },
    Shop { number: "0618019", rice_kg: 6_900, sugar_kg: 390 },
];

/// The same goes over the counter each day, and the shop is filled again on the first of the month.
pub(crate) fn of(number: &str, now: Timestamp) -> Option<Value> {
    let shop = SHOPS.iter().find(|shop| shop.number == number)?;
    let gone = u32::from(Day::of(now).of_month()).min(DAYS + 1) - 1;
    let left = |full: u32| full - full / DAYS * gone;
    Some(json!({"rice_kg": left(shop.rice_kg), "sugar_kg": left(shop.sugar_kg)}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_goes_over_the_counter_for_fifteen_days() {
        let on = |day: &str| {
            let noon = Day::parse(day).expect("a day").at(12 * 60);
            of("0724015", noon).expect("a shop")
        };
        assert_eq!(on("2026-11-01"), json!({"rice_kg": 7_500, "sugar_kg": 450}));
        assert_eq!(on("2026-11-15"), json!({"rice_kg": 500, "sugar_kg": 30}));
        assert_eq!(on("2026-11-16"), json!({"rice_kg": 0, "sugar_kg": 0}));
        assert_eq!(on("2026-11-30"), on("2026-11-16"));
        assert_eq!(of("0000000", Timestamp::default()), None);
    }
}
