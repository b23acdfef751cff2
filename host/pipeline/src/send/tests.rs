//! What follows from the end of an attempt.

use mitra_core::ids::{FileId, Wamid};
use mitra_core::limits::SEND_TIMEOUT;
use mitra_storage::StorageError;

use super::*;

const NOW: Timestamp = Timestamp(1_763_000_000_000);

fn answered(code: i64, remedy: Remedy) -> Result<SendAccepted, SendError> {
    Err(SendError::Answered { http_status: 400, code, detail: String::new(), remedy })
}

fn outcome(result: Result<SendAccepted, SendError>, attempt: u32) -> AttemptOutcome {
    decide(result, attempt, NOW, 0).0
}

#[test]
fn no_answer_waits_for_a_receipt() {
    let waited = Duration::from_secs(10);
    let unanswered = Err(SendError::Unanswered { waited, detail: String::new() });
    let until = NOW.after(UNKNOWN_WAIT);
    let decided = decide(unanswered, 1, NOW, 0);
    assert_eq!(decided, (AttemptOutcome::Unknown { until }, Sign::Away));
}

#[test]
fn an_outage_without_answers_is_outlasted_by_the_attempts() {
    let silence = || Err(SendError::Unanswered { waited: SEND_TIMEOUT, detail: String::new() });
    let spans = (1..ATTEMPTS_MAX).map(|attempt| {
        let outcome = outcome(silence(), attempt);
        let AttemptOutcome::Unknown { until } = outcome else { panic!("{outcome:?}") };
        until.since(NOW)
    });
    let lasts: Duration = spans.sum();
    assert!(lasts >= Duration::from_mins(90), "{lasts:?}");
}

#[test]
fn the_last_failure_of_one_message_does_not_say_that_meta_is_back() {
    let (_, sign) = decide(answered(500, Remedy::Retry { after: None }), ATTEMPTS_MAX, NOW, 0);
    assert_eq!(sign, Sign::Away);
}

#[test]
fn an_outage_uses_no_attempts_up() {
    let unreachable = Err(SendError::Unreachable { detail: String::new() });
    assert!(matches!(outcome(unreachable, ATTEMPTS_MAX), AttemptOutcome::Deferred { .. }));
}

#[test]
fn the_last_attempt_is_the_twelfth() {
    let fails = || answered(131_000, Remedy::Retry { after: None });
    assert!(matches!(outcome(fails(), ATTEMPTS_MAX - 1), AttemptOutcome::RetryAt { .. }));
    assert_eq!(
        outcome(fails(), ATTEMPTS_MAX),
        AttemptOutcome::Dead(DeadReason::AttemptsExhausted { attempts: 12, code: Some(131_000) })
    );
}

#[test]
fn meta_says_how_long_to_wait() {
    let after = Some(Duration::from_secs(7));
    let not_before = NOW.after(Duration::from_secs(7));
    let retry = answered(131_016, Remedy::Retry { after });
    assert_eq!(outcome(retry, 1), AttemptOutcome::RetryAt { not_before });
    let slow = decide(answered(130_429, Remedy::SlowNumber { after }), 1, NOW, 0);
    assert_eq!(slow, (AttemptOutcome::Deferred { not_before }, Sign::Hold(not_before)));
}

#[test]
fn a_pair_limit_slows_one_citizen_alone() {
    let (outcome, sign) = decide(answered(131_056, Remedy::SlowCitizen), 2, NOW, 0);
    let not_before = NOW.after(Duration::from_secs(4));
    assert_eq!((outcome, sign), (AttemptOutcome::RetryAt { not_before }, Sign::Answered));
}

#[test]
fn a_revoked_token_stops_everything_and_costs_no_message() {
    let (outcome, sign) = decide(answered(190, Remedy::Halt), 1, NOW, 0);
    let not_before = NOW.after(HALTED_DELIVERY_PAUSE);
    assert_eq!(outcome, AttemptOutcome::Deferred { not_before });
    assert_eq!(sign, Sign::Hold(NOW.after(HALT_PAUSE)), "another citizen's is tried first");
}

#[test]
fn an_upload_without_an_answer_is_tried_again_and_waits_for_no_receipt() {
    let unanswered = || {
        let (waited, detail) = (SEND_TIMEOUT, String::new());
        Incomplete::Upload(SendError::Unanswered { waited, detail })
    };
    let not_before = NOW.after(Duration::from_secs(4));
    let decided = decide_incomplete(unanswered(), 2, NOW, 0);
    assert_eq!(decided, (AttemptOutcome::RetryAt { not_before }, Sign::Away));
    let (last, _) = decide_incomplete(unanswered(), ATTEMPTS_MAX, NOW, 0);
    let reason = DeadReason::AttemptsExhausted { attempts: ATTEMPTS_MAX, code: None };
    assert_eq!(last, AttemptOutcome::Dead(reason));
}

#[test]
fn what_meta_says_of_a_file_counts_as_of_its_message() {
    let of_file = |code, remedy| {
        let error = answered(code, remedy).expect_err("it is one");
        decide_incomplete(Incomplete::Upload(error), 1, NOW, 0)
    };
    for (code, remedy) in [
        (190, Remedy::Halt),
        (131_053, Remedy::GiveUp),
        (131_016, Remedy::Retry { after: None }),
        (130_429, Remedy::SlowNumber { after: None }),
    ] {
        let of_message = decide(answered(code, remedy.clone()), 1, NOW, 0);
        assert_eq!(of_file(code, remedy), of_message, "{code}");
    }
}

#[test]
fn a_file_that_storage_does_not_give_ends_no_attempt_and_no_probe_for_ever() {
    let not_before = NOW.after(STORAGE_PAUSE);
    let away = decide_incomplete(Incomplete::Storage(StorageError::Closed), 1, NOW, 0);
    assert_eq!(away, (AttemptOutcome::Deferred { not_before }, Sign::Hold(not_before)));
    let missing = decide_incomplete(Incomplete::Missing(FileId(7)), 1, NOW, 0);
    let dead = AttemptOutcome::Dead(DeadReason::FileMissing);
    assert_eq!(missing, (dead, Sign::Hold(NOW)));
}

#[test]
fn what_meta_refuses_for_good_is_dead_with_its_code() {
    let dead = AttemptOutcome::Dead(DeadReason::Refused { code: 131_026 });
    assert_eq!(outcome(answered(131_026, Remedy::GiveUp), 1), dead);
    let wamid = Wamid::new("wamid.OUT1");
    let accepted = Ok(SendAccepted { wamid: wamid.clone() });
    assert_eq!(outcome(accepted, 1), AttemptOutcome::Accepted { wamid });
}
