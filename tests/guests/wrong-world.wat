;; A department of a contract that does not exist yet.
(component
    (core module $guest (func (export "describe")))
    (core instance $instance (instantiate $guest))
    (func $describe (canon lift (core func $instance "describe")))
    (instance $handler (export "describe" (func $describe)))
    (export "mitra:department/handler@0.2.0" (instance $handler)))
