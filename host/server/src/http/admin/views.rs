//! What the control plane knows, as the admin API shows it.

use std::collections::HashMap;

use mitra_admin::{CountsView, DepartmentView, FreezeView, KeyView, ReleaseView, ShadowView};
use mitra_control::{Controller, Freeze, ReleaseRecord, Roster, ShadowCounts, Stage, Verdict};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::score::Counts;
use mitra_release::{KeyId, RegisteredKey, Role, show_instant};
use mitra_storage::Conversations;

use super::{Door, Refusal};

/// A department as it is now.
pub(super) async fn department(
    door: &Door,
    controller: &Controller,
    id: &DepartmentId,
    now: Timestamp,
) -> Result<DepartmentView, Refusal> {
    let roster: &Roster = &*controller.roster(id)?;
    let open = door.storage.open_conversations(id).await?;
    let open: HashMap<ReleaseDigest, u64> =
        open.into_iter().map(|open| (open.release, open.open)).collect();
    let release = |record: &ReleaseRecord| {
        let conversations = open.get(&record.digest).copied().unwrap_or(0);
        let counts = controller.counts(id, &record.digest);
        release(record, controller, conversations, counts)
    };
    let window = controller.window(now);
    let canary = roster.candidate().map(|candidate| candidate.record().digest.clone());
    let verdict = controller.verdict(id).filter(|(of, _)| Some(of) == canary.as_ref());
    Ok(DepartmentView {
        id: id.to_string(),
        releases: roster.releases().iter().map(release).collect(),
        frozen: roster.frozen(now).map(freeze_view),
        window: window.as_ref().map(freeze_view),
        removed: roster.is_removed(),
        verdict: verdict.map(|(_, verdict)| match verdict {
            Verdict::Advance(why) => format!("advance: {why}"),
            Verdict::Hold(why) => format!("hold: {why}"),
            Verdict::RollBack(why) => format!("roll back: {why}"),
        }),
    })
}

fn release(
    record: &ReleaseRecord,
    controller: &Controller,
    conversations: u64,
    counts: Option<Counts>,
) -> ReleaseView {
    let (since, why) = match &record.stage {
        Stage::Staged | Stage::Verified | Stage::Compiled | Stage::Smoked | Stage::Shadowed => {
            (None, None)
        }
        Stage::Canary { since, .. } | Stage::Live { since } | Stage::Draining { since } => {
            (Some(*since), None)
        }
        Stage::Retired { at } => (Some(*at), None),
        Stage::Rejected { at, why } | Stage::RolledBack { at, why } => {
            (Some(*at), Some(why.clone()))
        }
    };
    let share = record.stage.canary_step().and_then(|step| controller.share(step));
    ReleaseView {
        digest: record.digest.to_string(),
        version: record.version.to_string(),
        stage: record.stage.name().to_owned(),
        since: since.map(show_instant),
        why,
        percent: share.map(f64::from),
        held: matches!(record.stage, Stage::Canary { held: true, .. }),
        made_at: show_instant(record.made_at),
        staged_at: show_instant(record.staged_at),
        staged_by: record.staged_by.clone(),
        signers: record.signers.iter().map(ToString::to_string).collect(),
        wider: record.wider.clone(),
        approved_by: record.approved_by.clone(),
        shadow: record.shadowed.filter(|counts| counts.turns() > 0).map(shadow_view),
        conversations,
        counts: counts.map(|counts| counts_view(&counts)),
    }
}

fn shadow_view(counts: ShadowCounts) -> ShadowView {
    let ShadowCounts { identical, differing, astray, faulting } = counts;
    ShadowView { identical, differing, astray, faulting }
}

fn freeze_view(freeze: &Freeze) -> FreezeView {
    let Freeze { since, until, why } = freeze;
    FreezeView { since: show_instant(*since), until: until.map(show_instant), why: why.clone() }
}

fn counts_view(counts: &Counts) -> CountsView {
    let p95 = counts.latencies.quantile(0.95);
    CountsView {
        turns: counts.turns,
        faults: counts.faults,
        refusals: counts.refusals,
        citizens: counts.citizens,
        begun: counts.begun,
        left: counts.left,
        p95_ms: p95.map(|p95| u64::try_from(p95.as_millis().max(1)).unwrap_or(u64::MAX)),
    }
}

/// A key.
pub(super) fn key(id: &KeyId, key: &RegisteredKey) -> KeyView {
    let role = match key.role {
        Role::Publisher => "publisher",
        Role::Approver => "approver",
    };
    let revoked = key.revoked.as_ref();
    KeyView {
        id: id.to_string(),
        holder: key.holder.clone(),
        role: role.to_owned(),
        department: key.department.as_ref().map(ToString::to_string),
        registered_at: show_instant(key.registered_at),
        revoked: revoked.map(|it| format!("{}: {}", show_instant(it.at), it.reason)),
    }
}
