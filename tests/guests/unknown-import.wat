;; A department that wants an interface which nobody offers.
(component
    (import "wasi:keyvalue/store@0.2.0" (instance))
    (core module $guest (func (export "describe")))
    (core instance $instance (instantiate $guest))
    (func $describe (canon lift (core func $instance "describe")))
    (instance $handler (export "describe" (func $describe)))
    (export "mitra:department/handler@1.0.0" (instance $handler)))
