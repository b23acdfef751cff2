use wasmparser::{ElementKind, Operator, Parser, Payload};

use super::*;

/// As a tool makes it that links shared libraries: `first` and `second` fill the table of `main` and call each other,
/// `shim` stands for what the component model gives once there is a memory, and `fixup` puts it there.
fn linked(of_second: &str, of_fixup: &str) -> Vec<u8> {
    let component = format!(
        r#"(component
            (import "take" (func $take (param "words" string)))
            (core module $shim
                (type $take (func (param i32 i32)))
                (table (export "$imports") 1 funcref)
                (func (export "0") (type $take)
                    local.get 0 local.get 1 i32.const 0 call_indirect (type $take)))
            (core module $main
                (import "model" "take" (func $take (param i32 i32)))
                (memory (export "memory") 1)
                (table (export "table") 8 funcref)
                (global (export "first:base") i32 (i32.const 1))
                (global (export "second:base") i32 (i32.const 3))
                (func (export "take") (param i32 i32) local.get 0 local.get 1 call $take)
                (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 64)
                (data (i32.const 8) "namaste"))
            (core module $first
                (import "env" "memory" (memory 1))
                (import "env" "table" (table 8 funcref))
                (import "env" "base" (global $base i32))
                (func $one (export "one") (result i32) i32.const 1)
                (elem (global.get $base) func $one $one))
            (core module $second
                (import "env" "table" (table 8 funcref))
                (import "env" "base" (global $base i32))
                (import "env" "one" (func $one (result i32)))
                (import "env" "take" (func $take (param i32 i32)))
                (func $run (export "run") (result i32)
                    i32.const 8 i32.const 7 call $take
                    global.get $base call_indirect (result i32)
                    call $one
                    i32.add)
                (elem (global.get $base) func $one)
                {of_second})
            (core module $fixup
                (import "" "0" (func $take (param i32 i32)))
                (import "" "$imports" (table 1 funcref))
                (elem (i32.const 0) func $take)
                {of_fixup})
            (core module $late
                (import "main" "table" (table 8 funcref))
                (import "second" "run" (func $run (result i32)))
                (elem (i32.const 7) func $run))
            (core instance $shim (instantiate $shim))
            (core instance $main (instantiate $main
                (with "model" (instance (export "take" (func $shim "0"))))))
            (core instance $first (instantiate $first (with "env" (instance
                (export "memory" (memory $main "memory"))
                (export "table" (table $main "table"))
                (export "base" (global $main "first:base"))))))
            (core instance $second (instantiate $second (with "env" (instance
                (export "table" (table $main "table"))
                (export "base" (global $main "second:base"))
                (export "one" (func $first "one"))
                (export "take" (func $main "take"))))))
            (core func $take (canon lower (func $take)
                (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
            (core instance $fixup (instantiate $fixup (with "" (instance
                (export "0" (func $take))
                (export "$imports" (table $shim "$imports"))))))
            (core instance $late (instantiate $late
                (with "main" (instance $main))
                (with "second" (instance $second))))
            (func (export "run") (result u32) (canon lift (core func $second "run"))))"#
    );
    let component = wat::parse_str(component).expect("it is a text");
    validate(&component).expect("it is one");
    component
}

/// The places that elements are put at, module by module; none where it is not a number.
fn places(component: &[u8]) -> Vec<Vec<Option<i32>>> {
    let mut modules = Vec::new();
    for payload in Parser::new(0).parse_all(component) {
        match payload.expect("it can be read") {
            Payload::ModuleSection { .. } => modules.push(Vec::new()),
            Payload::ElementSection(elements) => {
                for element in elements {
                    let kind = element.expect("it can be read").kind;
                    let ElementKind::Active { offset_expr, .. } = kind else { continue };
                    let place = match offset_expr.get_operators_reader().read() {
                        Ok(Operator::I32Const { value }) => Some(value),
                        _ => None,
                    };
                    modules.last_mut().expect("it is in a module").push(place);
                }
            }
            _ => {}
        }
    }
    modules
}

#[test]
fn modules_of_shared_libraries_become_one_that_fills_its_table_at_known_places() {
    let linked = linked("", "");
    let before = [vec![], vec![], vec![None], vec![None], vec![Some(0)], vec![Some(7)]];
    assert_eq!(places(&linked), before);
    let fused = fuse(&linked).expect("it can be fused");
    // What the component model gives needs the memory of the one module: its own module stays.
    assert_eq!(places(&fused), [vec![Some(0)], vec![Some(1), Some(3), Some(7)]]);
}

#[test]
fn names_of_functions_are_kept_for_those_who_read_traps() {
    let fused = fuse(&linked("", "")).expect("it can be fused");
    let holds = |name: &str| fused.windows(name.len()).any(|bytes| bytes == name.as_bytes());
    assert!(holds("one") && holds("run") && holds("namaste"));
}

#[test]
fn what_is_fused_is_as_it_was_the_second_time() {
    let fused = fuse(&linked("", "")).expect("it can be fused");
    assert!(matches!(fuse(&fused), Err(FuseError::Nothing)));
}

#[test]
fn modules_that_start_by_themselves_or_fill_one_table_in_turn_are_left_alone() {
    let starts = linked("(func $start) (start $start)", "");
    assert!(matches!(fuse(&starts), Err(FuseError::Unusual(what)) if what.contains("starts")));
    let late = linked("", "(func $start) (start $start)");
    assert!(matches!(fuse(&late), Err(FuseError::Unusual(what)) if what.contains("starts")));
    // `second` would be before `fixup`, and both write to the table of `shim`.
    let meddles = r#"(component
        (import "take" (func $take (param "words" string)))
        (core module $main
            (memory (export "memory") 1)
            (table (export "table") 1 funcref)
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0))
        (core module $plain (func (export "f")))
        (core module $fills
            (import "" "f" (func $f))
            (import "" "table" (table 1 funcref))
            (elem (i32.const 0) func $f))
        (core module $takes
            (import "" "f" (func $f (param i32 i32)))
            (import "" "table" (table 1 funcref))
            (elem (i32.const 0) func $f))
        (core instance $main (instantiate $main))
        (core instance $plain (instantiate $plain))
        (core func $take (canon lower (func $take)
            (memory (core memory $main "memory")) (realloc (core func $main "realloc"))))
        (core instance (instantiate $takes (with "" (instance
            (export "f" (func $take)) (export "table" (table $main "table"))))))
        (core instance (instantiate $fills (with "" (instance
            (export "f" (func $plain "f")) (export "table" (table $main "table")))))))"#;
    let meddles = wat::parse_str(meddles).expect("it is a text");
    assert!(matches!(fuse(&meddles), Err(FuseError::Unusual(what)) if what.contains("in turn")));
}

#[test]
fn what_has_nothing_to_fuse_is_left_alone() {
    let empty = wat::parse_str("(component)").expect("it is a text");
    assert!(matches!(fuse(&empty), Err(FuseError::Nothing)));
    let module = wat::parse_str("(module)").expect("it is a text");
    assert!(fuse(&module).is_err());
}

#[test]
fn no_component_becomes_what_is_none_however_odd_it_is() {
    let linked = linked("", "");
    let mut odd: Vec<_> = (0..linked.len()).map(|end| linked[..end].to_vec()).collect();
    for (place, bit) in (8..linked.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut flipped = linked.clone();
        flipped[place] ^= 1 << bit;
        odd.push(flipped);
    }
    let (mut n_fused, mut n_refused) = (0, 0);
    for odd in odd {
        match fuse(&odd) {
            Ok(_) => n_fused += 1,
            Err(FuseError::Invalid(error)) => assert!(validate(&odd).is_err(), "{error}"),
            Err(_) => n_refused += 1,
        }
    }
    // Other names and numbers are as good; most of the rest is no component.
    assert!(n_fused > 100 && n_refused > 1_000, "{n_fused} fused, {n_refused} refused");
}
