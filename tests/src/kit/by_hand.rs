//! The department that is written by hand, with pieces of it replaced: what no language gives by accident.

/// Its text.
const TEXT: &str = include_str!("../../guests/three-memories.wat");

/// A department that calls itself and all that it has `echo`, and ends each conversation at once.
#[derive(Debug, Clone)]
pub struct ByHand(String);

impl ByHand {
    /// One that is well.
    pub fn echo() -> Self {
        Self(TEXT.to_owned())
            .with("\"three-memories\")", "\"echo\")")
            // The length of each text.
            .with("\\0e\\00\\00\\00", "\\04\\00\\00\\00")
            // Its memories stay as they are.
            .with("(call $grow-memories (i32.const 338))", "")
    }

    /// The same with a piece of its text replaced, wherever it stands.
    ///
    /// # Panics
    /// If it has no such piece.
    #[must_use]
    pub fn with(self, piece: &str, by: &str) -> Self {
        assert!(self.0.contains(piece), "the guest has no {piece}");
        Self(self.0.replace(piece, by))
    }

    /// One that does this when it is to describe itself. It may wait: `$wait` takes nanoseconds and gives a handle, and
    /// `$ready` says of a handle whether its time is over. The description is at 64.
    #[must_use]
    pub fn describing(self, how: &str) -> Self {
        self.with("(core module $guest", &format!("{WAITING}(core module $guest{WAITED}"))
            .with("(instantiate $guest)", "(instantiate $guest (with \"host\" (instance $host)))")
            .with(
                "(func (export \"describe\") (result i32) (i32.const 64))",
                &format!("(func (export \"describe\") (result i32) {how})"),
            )
    }

    /// One that writes states of schema 2, and does this with a state of another. The answer is where a result stands
    /// in `$first`, whose first word is 0 if it went well; where its bytes are, and how many, follow.
    #[must_use]
    pub fn migrating(self, how: &str) -> Self {
        let function = format!(
            "(func (export \"migrate\") (param i32 i32 i32) (result i32) {how})
             (func (export \"describe\")"
        );
        self.with("\"\\80\\00\\00\\00\\01\\00\\00\\00\" \"\\01\\00\\00\\00\"", SCHEMA_2)
            .with("(func (export \"describe\")", &function)
            .with("(instance $handler (export", &format!("{MIGRATION}(instance $handler (export"))
    }

    /// One with a function of so many rounds of arithmetic over so many variables, which nobody calls.
    #[must_use]
    pub fn with_huge_function(self, variables: usize, rounds: usize) -> Self {
        let round = |round: usize| {
            let (one, other) = (round % variables, (round * 7 + 1) % variables);
            format!(
                "(block (br_if 0 (i64.eqz (local.get {one})))
                    (local.set {one} (i64.mul (local.get {one}) (local.get {other}))))"
            )
        };
        let body: Vec<_> = (0..rounds).map(round).collect();
        let body = format!("(func $huge (local {}) {})", " i64".repeat(variables), body.concat());
        self.with("(func $fill-for-ever", &format!("{body}(func $fill-for-ever"))
    }

    /// The component.
    ///
    /// # Panics
    /// If the pieces do not make one.
    pub fn build(&self) -> Vec<u8> {
        wat::parse_str(&self.0).expect("a component")
    }
}

/// The service at 128, and the schema's number.
const SCHEMA_2: &str = "\"\\80\\00\\00\\00\\01\\00\\00\\00\" \"\\02\\00\\00\\00\"";

/// The import of time that passes.
const WAITING: &str = r#"
    (import "wasi:io/poll@0.2.0" (instance $poll
        (export "pollable" (type $pollable (sub resource)))
        (export "[method]pollable.ready" (func (param "self" (borrow $pollable)) (result bool)))))
    (alias export $poll "pollable" (type $pollable))
    (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
        (alias outer $department $pollable (type $outer))
        (export "pollable" (type $wait (eq $outer)))
        (export "subscribe-duration" (func (param "when" u64) (result (own $wait))))))
    (core func $ready (canon lower (func $poll "[method]pollable.ready")))
    (core func $wait (canon lower (func $clock "subscribe-duration")))
    (core instance $host (export "ready" (func $ready)) (export "wait" (func $wait)))
    "#;

/// The same within the module.
const WAITED: &str = r#"
        (import "host" "ready" (func $ready (param i32) (result i32)))
        (import "host" "wait" (func $wait (param i64) (result i32)))"#;

/// The export of `migrate`.
const MIGRATION: &str = r#"
    (type $bytes (list u8))
    (type $migrated (result $bytes (error string)))
    (func $migrate (param "from-schema" u32) (param "state" $bytes) (result $migrated)
        (canon lift (core func $instance "migrate") (memory $memory) (realloc $realloc)))
    (instance $migration (export "migrate" (func $migrate)))
    (export "mitra:department/migration@1.0.0" (instance $migration))
    "#;
