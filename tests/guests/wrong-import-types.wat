;; A clock of another kind: a department built from changed WIT files.
(component
    (import "mitra:department/clock@1.0.0" (instance $clock
        (export "now" (func (param "zone" string) (result u64)))))
    (core module $guest (func (export "describe")))
    (core instance $instance (instantiate $guest))
    (func $describe (canon lift (core func $instance "describe")))
    (instance $handler (export "describe" (func $describe)))
    (export "mitra:department/handler@1.0.0" (instance $handler)))
