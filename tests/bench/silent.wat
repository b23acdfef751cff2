;; A guest that says nothing, for hosts that speak wasi:http: each request is answered with an error, at once.
(component
  (import "wasi:http/types@0.2.0" (instance $types
    (export "incoming-request" (type (sub resource)))
    (export "response-outparam" (type (sub resource)))))
  (alias export $types "incoming-request" (type $request))
  (alias export $types "response-outparam" (type $response))
  (core module $silent (func (export "handle") (param i32 i32)))
  (core instance $guest (instantiate $silent))
  (func $handle (param "request" (own $request)) (param "response-out" (own $response))
    (canon lift (core func $guest "handle")))
  (instance $handler (export "handle" (func $handle)))
  (export "wasi:http/incoming-handler@0.2.0" (instance $handler)))
