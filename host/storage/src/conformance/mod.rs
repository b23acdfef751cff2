//! The behaviour of a storage engine, as tests. Each engine runs all of them with
//! [`crate::conformance_tests!`].
//!
//! In: a [`Harness`] that opens an empty engine. Out: one test for each behaviour, named by it.
//! Never: looks behind the traits; what they do not show is not part of the behaviour.

pub mod accept;
pub mod books;
pub mod capsules;
pub mod cards;
pub mod certificates;
pub mod control;
pub mod conversations;
pub mod deliveries;
pub mod demand;
pub mod files;
pub mod fixtures;
pub mod identity;
pub mod lanes;
pub mod notices;
pub mod payments;
pub mod receipts;
pub mod records;
pub mod refunds;
pub mod restart;
pub mod settle;
pub mod templates;
pub mod timers;
pub mod upkeep;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;

use crate::{Storage, StorageLimits};

/// Opens an engine for a test.
#[async_trait]
pub trait Harness: Sized + Send + Sync {
    /// The engine under test.
    type Engine: Storage;

    /// An engine with an empty database of its own.
    async fn open(limits: StorageLimits) -> Self;

    /// The engine.
    fn storage(&self) -> &Self::Engine;

    /// Ends the engine and opens the same database again.
    async fn restart(&mut self, now: Timestamp);
}

/// Makes one test of each behaviour for the given [`Harness`].
#[macro_export]
macro_rules! conformance_tests {
    ($harness:ty) => {
        $crate::conformance_tests! {
            @areas $harness;
            accept: [
                duplicate_event_adds_no_row,
                same_wamid_of_another_number_is_another_event,
                hundred_copies_in_parallel_are_accepted_once,
                duplicate_inside_one_notification_adds_no_row,
                duplicate_of_a_settled_event_adds_no_row,
                a_quarantined_item_is_kept_once,
                inbox_takes_events_up_to_its_limit,
                full_inbox_stores_nothing_of_a_notification,
                full_inbox_still_takes_duplicates_and_receipts,
                lane_takes_events_up_to_its_limit,
                duplicate_of_an_event_that_found_its_lane_full_adds_no_row,
                a_full_lane_leaves_other_citizens_alone,
            ],
            lanes: [
                events_of_one_citizen_come_in_order_of_arrival,
                only_the_oldest_event_of_a_citizen_is_claimed,
                longest_waiting_citizen_is_claimed_first,
                a_claimed_citizen_is_left_out_until_the_claim_runs_out,
                a_claim_that_ran_out_and_was_taken_over_is_lost,
                a_claim_that_ran_out_still_settles_if_nobody_took_it_over,
                postponed_event_is_left_out_until_its_time,
                postponed_event_keeps_its_place_and_counts,
                postponing_puts_deliveries_out_and_ends_the_claim,
                a_later_event_does_not_overtake_a_postponed_one,
                next_event_due_is_the_end_of_a_claim_or_a_postponement,
            ],
            settle: [
                settlement_stores_session_deliveries_and_records_together,
                settled_event_is_never_claimed_again,
                second_settlement_of_one_claim_changes_nothing,
                conflict_changes_nothing_and_keeps_the_claim,
                a_record_that_appeared_since_it_was_read_is_a_conflict,
                a_record_removed_and_written_again_is_a_conflict,
                a_record_read_unchanged_is_no_conflict,
                guest_state_comes_back_byte_for_byte,
            ],
            deliveries: [
                deliveries_of_one_citizen_come_in_order,
                next_delivery_waits_for_the_end_of_the_one_before,
                a_dead_delivery_lets_the_next_one_go,
                citizens_are_sent_to_in_parallel_longest_waiting_first,
                attempts_are_counted_and_deferred_ones_are_not,
                a_retry_is_left_out_until_its_time,
                unknown_outcome_is_left_out_until_the_wait_is_over,
                a_claim_that_ran_out_is_an_unknown_outcome,
                a_claim_that_was_taken_over_records_nothing,
                a_claim_that_ran_out_still_records_if_nobody_took_it_over,
                recording_twice_changes_nothing,
                next_delivery_due_is_the_end_of_the_nearest_wait,
                dead_letters_are_listed_in_pages,
                a_dead_delivery_is_retried_once_as_a_copy,
                what_is_retried_goes_to_whoever_wrote_since,
                what_is_retried_goes_to_whoever_wrote_since_as_another_citizen,
                only_dead_deliveries_are_retried,
                a_dead_delivery_is_discarded_once_with_its_file_and_its_copy_stays,
                only_dead_deliveries_are_discarded,
            ],
            files: [
                a_delivery_carries_its_file_byte_for_byte,
                an_upload_is_known_for_as_long_as_it_lives,
                the_same_file_is_kept_and_uploaded_once_for_a_number,
                a_retried_dead_delivery_carries_the_same_file,
                a_file_goes_with_the_last_delivery_that_carries_it,
            ],
            receipts: [
                what_a_receipt_ends_is_told_once_with_what_was_sent,
                receipts_in_every_order_end_the_same,
                a_receipt_before_its_wamid_is_known_waits,
                a_receipt_with_our_reference_finds_its_delivery,
                a_receipt_ends_the_wait_for_an_unknown_outcome,
                a_receipt_during_an_attempt_settles_it,
                a_reference_of_another_installation_is_not_joined,
                a_receipt_of_another_attempt_changes_nothing,
                an_attempt_that_arrives_makes_up_for_one_that_failed,
                waiting_receipts_join_when_another_receipt_names_the_delivery,
                a_failed_receipt_makes_a_dead_letter,
                delivered_after_failed_takes_the_dead_letter_back,
                a_repeated_receipt_changes_nothing,
                a_receipt_revives_a_delivery_that_was_given_up,
            ],
            identity: [
                user_id_and_phone_of_one_address_find_one_citizen,
                a_citizen_known_by_phone_learns_the_user_id,
                a_citizen_known_by_user_id_learns_the_phone,
                two_citizens_of_one_address_become_the_older_one,
                merging_works_whichever_part_is_older,
                merged_events_settle_after_the_older_citizens_own,
                a_claim_of_the_younger_citizen_is_lost_in_a_merge,
                a_claim_of_the_older_citizen_survives_a_merge,
                merged_deliveries_leave_after_the_older_citizens_own,
                a_delivery_under_way_survives_a_merge,
                records_of_the_younger_citizen_move_unless_the_older_has_them,
                a_session_moves_only_to_a_citizen_without_one,
                applications_of_both_citizens_become_one_list,
                applications_of_the_younger_citizen_survive_what_the_older_one_does_meanwhile,
                a_changed_phone_finds_the_same_citizen_and_frees_the_old_one,
                a_changed_user_id_finds_the_same_citizen_and_so_does_the_old_one,
                a_number_with_another_user_id_is_another_person,
                a_known_person_takes_over_a_number_that_was_anothers,
                a_report_joins_two_user_ids_of_one_number,
                a_report_joins_a_citizen_who_wrote_before_it,
                a_repeated_identity_report_changes_nothing,
                a_report_about_nobody_makes_no_citizen,
                a_late_duplicate_does_not_bring_an_old_address_back,
                a_late_message_from_an_old_user_id_does_not_change_the_address,
            ],
            records: [
                a_missing_record_is_none,
                versions_rise_and_are_never_given_twice,
                a_removed_record_is_none_again,
                keys_are_listed_in_byte_order_by_prefix,
                who_asks_for_it_has_their_own_records_erased_and_nobody_elses,
                scopes_and_departments_do_not_see_each_other,
                the_size_of_what_is_kept_is_known,
                a_seed_is_stored_once,
                a_seed_keeps_existing_records,
            ],
            timers: [
                a_due_timer_becomes_an_event_once,
                setting_a_timer_again_replaces_it_and_removing_it_ends_it,
                timers_are_named_by_citizen_department_and_service,
                a_conflict_changes_no_timer,
                a_timer_waits_while_its_citizen_has_an_unsettled_message,
                a_citizen_with_many_timers_leaves_room_for_others,
                one_timer_of_a_citizen_fires_at_a_time_longest_due_first,
                timers_fire_up_to_their_limit_and_the_inboxs,
                a_timer_put_off_leaves_the_lane_and_comes_again,
                putting_off_needs_the_claim,
                a_timer_that_waits_for_a_message_comes_after_the_next_one,
                timers_of_the_younger_citizen_move_unless_the_older_has_them,
                a_fired_timer_of_the_younger_citizen_moves_with_its_lane,
                a_timer_put_off_leaves_the_place_to_one_set_meanwhile,
                timers_and_their_events_are_there_after_a_restart,
            ],
            payments: [
                a_payment_begins_with_its_turn_and_is_due_at_once,
                the_same_request_renews_its_contact_and_another_is_a_conflict,
                what_a_look_led_to_is_committed_together,
                a_look_is_lost_when_there_is_something_newer_to_see,
                a_payments_end_and_a_timer_of_its_name_are_two,
                payments_of_the_younger_citizen_become_the_older_ones,
                payments_are_there_after_a_restart,
            ],
            cards: [
                a_report_on_a_payment_wakes_it_and_its_refunds_once,
                a_card_that_is_given_up_makes_its_payment_due,
                a_card_that_failed_at_meta_makes_its_payment_due_and_may_arrive_after_all,
                a_page_takes_the_place_of_a_dead_card,
                a_card_that_is_sent_again_is_its_payments,
                a_dead_card_is_forgotten_whatever_ends_its_payment,
                a_card_that_dies_after_its_payments_end_is_forgotten,
                nothing_takes_the_place_of_a_card_that_arrives_after_all,
                a_card_is_not_given_up_while_an_attempt_to_send_it_may_be_under_way,
                an_attempt_under_way_is_waited_for_whatever_operators_do,
                an_answer_ends_the_wait_for_an_attempt,
                a_card_that_an_operator_discards_was_given_up_all_the_same,
                what_a_card_is_told_of_its_end_is_no_card,
                a_card_is_its_payments_when_citizens_become_one_and_after_a_restart,
            ],
            refunds: [
                what_is_paid_is_refunded_once_for_each_key,
                refunds_of_a_payment_never_sum_up_to_more_than_was_paid,
                what_a_look_at_a_refund_led_to_is_committed_together,
                a_look_at_a_refund_is_lost_when_there_is_news,
                a_refund_is_told_to_whoever_the_citizen_has_become,
                refunds_are_there_after_a_restart,
            ],
            books: [
                a_citizens_receipts_are_the_last_ones_of_all_departments_newest_first,
                receipts_are_those_of_whoever_the_citizen_has_become,
                what_was_paid_is_found_by_its_day_from_midnight_to_midnight,
                what_was_asked_to_be_paid_back_is_found_by_its_day,
                a_payment_is_found_by_its_order_and_a_refund_by_its_id,
                receipts_stay_when_what_is_kept_for_the_citizen_is_erased,
                books_are_there_after_a_restart,
            ],
            notices: [
                a_notice_becomes_an_event_of_its_citizens_lane_once,
                the_same_notice_again_is_known_and_another_of_its_id_is_a_conflict,
                a_department_reaches_only_whom_it_knows,
                a_turn_that_is_not_kept_makes_nobody_known,
                so_many_notices_wait_for_a_citizen_and_no_more,
                a_notice_and_a_timer_of_its_name_are_two,
                notices_of_the_younger_citizen_reach_the_older_one,
                ids_of_notices_are_forgotten_after_their_time,
                notices_are_there_after_a_restart,
            ],
            templates: [
                a_template_goes_out_in_one_step_with_what_puts_its_timer_off,
                what_was_announced_is_news_until_it_came,
                a_notice_is_known_from_its_taking_to_its_last_receipt,
                a_notice_without_words_or_that_is_dropped_has_no_delivery,
                a_notice_whose_words_die_failed,
                words_that_are_sent_again_got_as_far_as_their_copy,
                nothing_is_said_of_a_notice_of_which_a_message_is_gone,
                words_that_arrive_after_all_got_there_whatever_becomes_of_their_copy,
                what_a_template_announced_that_died_looks_again,
                a_template_that_died_is_sent_again_by_its_timer_alone,
                who_wants_none_from_us_is_known_by_metas_word,
                a_refusal_counts_from_when_meta_gave_it,
                what_a_person_said_as_two_citizens_goes_on,
                announcements_are_there_after_a_restart,
            ],
            certificates: [
                a_certificate_begins_with_its_turn_and_is_found_by_both_names,
                the_second_of_two_turns_with_one_number_is_a_conflict,
                certificates_of_one_authority_have_places_of_their_own,
                a_status_changes_with_its_turn_and_is_written_down,
                a_list_has_the_places_that_are_not_valid_in_their_order,
                a_turn_issues_and_changes_one_at_once,
                a_conflict_elsewhere_issues_nothing,
                certificates_stay_with_a_person_who_becomes_another_citizen,
                a_document_that_was_made_is_what_every_attempt_sends,
                a_document_is_attached_by_whoever_holds_the_claim,
                a_dead_document_is_sent_again_with_its_certificate,
                certificates_are_there_after_a_restart,
            ],
            conversations: [
                conversations_are_counted_by_release_until_they_end,
                some_conversations_are_those_with_a_state_and_no_more_than_asked_for,
                conversations_are_listed_by_release_in_pages_without_what_is_said,
            ],
            demand: [
                what_was_asked_for_is_counted_by_citizens_messages_languages_and_days,
                a_settlement_that_is_not_committed_counts_nothing,
                a_citizen_is_counted_so_often_a_day_and_no_more,
                a_day_has_so_many_different_words_and_counts_the_others,
                whoever_has_their_data_erased_is_counted_no_more,
                what_the_younger_citizen_asked_for_is_the_older_ones,
                what_was_asked_for_is_forgotten_after_its_time,
                what_hosts_saw_begin_adds_up_and_the_most_comes_first,
                counts_of_what_began_are_forgotten_after_their_time,
            ],
            control: [
                a_document_is_replaced_whole_and_every_change_is_written_down,
                of_two_who_read_the_same_one_changes_it,
                documents_are_listed_by_the_beginning_of_their_names,
                the_audit_log_is_read_in_pages,
            ],
            capsules: [
                a_capsule_is_found_in_its_department_alone,
                the_newest_capsules_of_each_kind_are_kept,
                capsules_are_forgotten_when_their_time_is_over,
            ],
            upkeep: [
                depths_count_what_is_there,
                purge_removes_ended_rows_and_only_those,
                purge_takes_at_most_max_of_each_kind,
                a_purged_key_lets_the_event_in_again,
                purge_keeps_dead_deliveries_and_quarantine,
                quarantine_is_kept_for_its_time_and_no_longer,
                quarantine_keeps_its_newest_up_to_its_limit,
                an_empty_engine_answers_everything,
            ],
            restart: [
                claimed_events_are_claimable_after_a_restart,
                a_claim_from_before_a_restart_is_lost,
                begun_attempts_are_unknown_after_a_restart,
                everything_settled_is_there_after_a_restart,
                a_postponement_survives_a_restart,
            ]
        }
    };
    (@areas $harness:ty; $($area:ident: [$($behaviour:ident),* $(,)?]),* $(,)?) => {
        $(
            mod $area {
                use super::*;
                $(
                    #[tokio::test]
                    async fn $behaviour() {
                        $crate::conformance::$area::$behaviour::<$harness>().await;
                    }
                )*
            }
        )*
    };
}
