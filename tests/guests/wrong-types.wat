;; The right names with other types: a department built from changed WIT files.
(component
    (core module $guest
        (func (export "describe") (result i32) (i32.const 7))
        (func (export "handle") (param i32) (result i32) (local.get 0)))
    (core instance $instance (instantiate $guest))
    (func $describe (result u32) (canon lift (core func $instance "describe")))
    (func $handle (param "turn" u32) (result u32) (canon lift (core func $instance "handle")))
    (instance $handler (export "describe" (func $describe)) (export "handle" (func $handle)))
    (export "mitra:department/handler@1.0.0" (instance $handler)))
