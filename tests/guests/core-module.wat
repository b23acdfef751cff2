;; A core module: what a compiler gives before the component is made of it.
(module
    (memory (export "memory") 1)
    (func (export "describe") (result i32) (i32.const 0)))
