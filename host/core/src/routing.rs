//! Which releases answer for which department: one immutable table, published by pointer.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::application::Following;
use crate::department::{Department, Service};
use crate::ids::{DepartmentId, ReleaseDigest, ServiceId};
use crate::language::Localized;
use crate::score::Score;
use crate::session::Conversation;
use crate::share::{CitizenLot, Share};
use crate::topic::{TopicKey, Topics};

/// All departments that citizens can reach, in the order shown. Immutable: a change is a new table.
#[derive(Debug, Clone, Default)]
pub struct RoutingTable {
    routes: Vec<Arc<Route>>,
    /// Where each department's route is: every message looks for one, however many there are.
    places: HashMap<DepartmentId, usize>,
}

/// A release that serves, with its department as it describes it.
///
/// Shared between tables and turns. Holding one is a **lease**: a release stays loaded for as long as a table, an event
/// that sees the table, or a turn has it.
#[derive(Debug)]
pub struct ServedRelease {
    /// Which release.
    pub digest: ReleaseDigest,
    /// The department as this release describes it.
    pub department: Department,
    /// Whether notices of its back end are taken: its vendor asks for them, and the operator grants them.
    pub takes_notices: bool,
    /// Where citizens follow what they applied for.
    pub following: Following,
    /// What it may write about when nobody asked.
    pub topics: Topics,
    /// What keeps it loaded until it is dropped.
    pub hold: Hold,
    /// How it does.
    pub score: Score,
}

impl ServedRelease {
    /// A release that is loaded for as long as its runner is there.
    pub fn new(digest: ReleaseDigest, department: Department, takes_notices: bool) -> Self {
        let (following, topics) = (Following::default(), Topics::default());
        let (hold, score) = (Hold::nothing(), Score::default());
        Self { digest, department, takes_notices, following, topics, hold, score }
    }

    /// The same, whose citizens follow there what they applied for.
    #[must_use]
    pub fn followed_in(self, following: Following) -> Self {
        Self { following, ..self }
    }

    /// The same with these topics.
    #[must_use]
    pub fn with_topics(self, topics: Topics) -> Self {
        Self { topics, ..self }
    }

    /// What messages of this service are about.
    pub fn topic_of(&self, service: &ServiceId) -> TopicKey {
        let topic = self.topics.of(service).map(|topic| topic.id.clone());
        TopicKey { department: self.department.id.clone(), topic }
    }

    /// What a topic of its is called; none if it has no such one.
    pub fn topic_name(&self, key: &TopicKey) -> Option<&Localized> {
        match &key.topic {
            None => Some(&self.department.name),
            Some(id) => self.topics.get(id).map(|topic| &topic.name),
        }
    }

    /// The same, loaded for as long as this holds it.
    #[must_use]
    pub fn held_by(self, hold: Hold) -> Self {
        Self { hold, ..self }
    }
}

/// Something whose end is waited for somewhere else: dropped, it lets go of what it holds.
pub struct Hold(
    #[expect(dead_code, reason = "it is there to be dropped")] Box<dyn Any + Send + Sync>,
);

impl Hold {
    /// Holds what this value keeps until it is dropped.
    pub fn of(value: impl Any + Send + Sync) -> Self {
        Self(Box::new(value))
    }

    /// Holds nothing: the release is loaded for as long as its runner is there.
    pub fn nothing() -> Self {
        Self::of(())
    }
}

impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hold(..)")
    }
}

/// One department and the releases that serve it.
#[derive(Debug, Clone)]
pub struct Route {
    live: Arc<ServedRelease>,
    canary: Option<(Arc<ServedRelease>, Share)>,
    draining: Vec<Arc<ServedRelease>>,
}

/// On which release one turn of a conversation runs. Two are equal if they name the same releases.
#[derive(Debug, Clone)]
pub struct Way {
    /// On this one.
    pub release: Arc<ServedRelease>,
    /// If that one takes the conversation over and fails, on this one: there it was before.
    pub or_stays_on: Option<Arc<ServedRelease>>,
}

impl PartialEq for Way {
    fn eq(&self, other: &Self) -> bool {
        let digest = |release: &Arc<ServedRelease>| release.digest.clone();
        let of = |way: &Self| (digest(&way.release), way.or_stays_on.as_ref().map(digest));
        of(self) == of(other)
    }
}

impl Way {
    /// On this one, which it was on before, or begins on.
    pub fn stays_on(release: &Arc<ServedRelease>) -> Self {
        Self { release: Arc::clone(release), or_stays_on: None }
    }
}

impl From<ServedRelease> for Route {
    /// One live release.
    fn from(live: ServedRelease) -> Self {
        Self::new(Arc::new(live))
    }
}

impl Route {
    /// One live release.
    pub fn new(live: Arc<ServedRelease>) -> Self {
        Self { live, canary: None, draining: Vec::new() }
    }

    /// And one that a share of the citizens meets.
    #[must_use]
    pub fn with_canary(self, release: Arc<ServedRelease>, share: Share) -> Self {
        Self { canary: Some((release, share)), ..self }
    }

    /// And earlier ones, which go on with conversations that they have.
    #[must_use]
    pub fn with_draining(self, releases: Vec<Arc<ServedRelease>>) -> Self {
        Self { draining: releases, ..self }
    }

    /// The live release.
    pub fn live(&self) -> &Arc<ServedRelease> {
        &self.live
    }

    /// The department as its live release describes it: what citizens see in menus.
    pub fn department(&self) -> &Department {
        &self.live.department
    }

    /// All releases, the live one first.
    pub fn releases(&self) -> impl Iterator<Item = &Arc<ServedRelease>> {
        let canary = self.canary.iter().map(|(release, _)| release);
        std::iter::once(&self.live).chain(canary).chain(&self.draining)
    }

    /// On which release a citizen who opens this service begins, if there is such a service.
    pub fn begins_on(&self, service: &ServiceId, lot: CitizenLot) -> Option<&Arc<ServedRelease>> {
        self.live.department.service(service)?;
        let drawn = self.canary.as_ref().filter(|(release, share)| {
            share.includes(lot, &release.digest) && release.department.service(service).is_some()
        });
        Some(drawn.map_or(&self.live, |(release, _)| release))
    }

    /// On which release a conversation goes on, if there is one that has its service.
    ///
    /// **Invariant I4:** it stays on its own while that one is live or a canary, or while a form is open in it. One
    /// that drains hands it over between forms, and keeps it if the live one cannot take it.
    fn goes_on_with(&self, conversation: &Conversation) -> Option<Way> {
        let has_service = |release: &&Arc<ServedRelease>| {
            release.department.service(&conversation.service).is_some()
        };
        let own = self.releases().find(|release| release.digest == conversation.release);
        let live = Some(&self.live).filter(has_service);
        let Some(own) = own.filter(has_service) else { return live.map(Way::stays_on) };
        let is_draining = self.draining.iter().any(|release| release.digest == own.digest);
        let was_refused = conversation.refused_by.as_ref() == Some(&self.live.digest);
        match live.filter(|_| is_draining && conversation.form.is_none() && !was_refused) {
            Some(live) => {
                Some(Way { release: Arc::clone(live), or_stays_on: Some(Arc::clone(own)) })
            }
            None => Some(Way::stays_on(own)),
        }
    }
}

impl RoutingTable {
    /// A table of these routes, in this order. A later route for the same department replaces the earlier one.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        let mut table = Self::default();
        for route in routes {
            let place =
                *table.places.entry(route.department().id.clone()).or_insert(table.routes.len());
            let route = Arc::new(route);
            match table.routes.get_mut(place) {
                Some(earlier) => *earlier = route,
                None => table.routes.push(route),
            }
        }
        table
    }

    /// The same table with this route, in the place of the department's earlier one.
    #[must_use]
    pub fn with(&self, route: Route) -> Self {
        Self::new(self.routes.iter().map(|route| Route::clone(route)).chain([route]))
    }

    /// The same table without this department.
    #[must_use]
    pub fn without(&self, department: &DepartmentId) -> Self {
        let others = self.routes.iter().filter(|route| route.department().id != *department);
        Self::new(others.map(|route| Route::clone(route)))
    }

    /// All routes, in the order shown.
    pub fn routes(&self) -> &[Arc<Route>] {
        &self.routes
    }

    /// The route of a department.
    pub fn route(&self, department: &DepartmentId) -> Option<&Arc<Route>> {
        self.routes.get(*self.places.get(department)?)
    }

    /// The route and the description of one service that citizens can open.
    pub fn service(
        &self,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Option<(&Arc<Route>, &Service)> {
        let route = self.route(department)?;
        Some((route, route.department().service(service)?))
    }

    /// On which release a conversation goes on; none if its service is gone.
    pub fn way(&self, conversation: &Conversation) -> Option<Way> {
        self.route(&conversation.department)?.goes_on_with(conversation)
    }

    /// Whether a conversation's release was taken back, and the one that it was on before is live again.
    pub fn was_taken_back(&self, conversation: &Conversation) -> bool {
        let Some(route) = self.route(&conversation.department) else { return false };
        let serves = route.releases().any(|release| release.digest == conversation.release);
        let before = conversation.before.as_ref().map(|before| &before.release);
        !serves && before == Some(&route.live.digest)
    }
}

#[cfg(test)]
mod tests;
