;; A department with three memories and two tables, written by hand: no language gives this by accident.
;; What it does depends on the event alone:
;;   opened    grows its memories to 64 MiB together, the limit, each to a third of it
;;   text      grows them by one page more
;;   chosen    grows its tables to 100,000 elements together, the limit
;;   location  grows them by one element more
;;   media     fills 16 MiB again and again, in single instructions that take long
;;   back      calls itself without end, on the engine's own stack
(component $department
    (import "mitra:department/types@1.0.0" (instance $types
        (type $Language (enum "te" "en" "hi"))
        (export "language" (type $language (eq $Language)))
        (type $Localized (record (field "te" string) (field "en" string) (field "hi" string)))
        (export "localized" (type $localized (eq $Localized)))
        (type $Aliases (list string))
        (type $Service (record
            (field "id" string) (field "name" $localized) (field "summary" $localized)
            (field "aliases" $Aliases)))
        (export "service" (type $service (eq $Service)))
        (type $Services (list $service))
        (type $Department (record
            (field "id" string) (field "name" $localized) (field "services" $Services)
            (field "state-schema" u32)))
        (export "department" (type (eq $Department)))
        (type $Optional (option string))
        (type $Location (record
            (field "latitude" f64) (field "longitude" f64)
            (field "name" $Optional) (field "address" $Optional)))
        (export "location" (type (eq $Location)))
        (type $MediaKind (enum "image" "video" "audio" "document"))
        (export "media-kind" (type $media-kind (eq $MediaKind)))
        (type $Media (record
            (field "kind" $media-kind) (field "id" string) (field "mime-type" string)
            (field "caption" $Optional) (field "filename" $Optional)))
        (export "media" (type (eq $Media)))))
    (alias export $types "language" (type $language))
    (alias export $types "department" (type $description))
    (alias export $types "location" (type $location))
    (alias export $types "media" (type $media))
    (alias export $types "localized" (type $text))

    (import "mitra:department/forms@1.0.0" (instance $forms
        (alias outer $department $text (type $text))
        (alias outer $department $location (type $location))
        (alias outer $department $media (type $media))
        (type $OptionalText (option $text))
        (type $Length (record (field "min" u32) (field "max" u32)))
        (export "length" (type $length (eq $Length)))
        (type $Numbers (record (field "min" s64) (field "max" s64)))
        (export "numbers" (type $numbers (eq $Numbers)))
        (type $Amounts (record (field "min" u64) (field "max" u64)))
        (export "amounts" (type $amounts (eq $Amounts)))
        (type $Date (record (field "year" u16) (field "month" u8) (field "day" u8)))
        (export "date" (type $date (eq $Date)))
        (type $OptionalDate (option $date))
        (type $Days (record (field "earliest" $OptionalDate) (field "latest" $OptionalDate)))
        (export "days" (type $days (eq $Days)))
        (type $Alternative (record
            (field "id" string) (field "title" $text) (field "description" $OptionalText)))
        (export "alternative" (type $alternative (eq $Alternative)))
        (type $Alternatives (list $alternative))
        (type $FieldKind (variant
            (case "text" $length) (case "name") (case "number" $numbers) (case "money" $amounts)
            (case "date" $days) (case "choice" $Alternatives) (case "digits" $length)
            (case "mobile") (case "pin-code") (case "aadhaar") (case "pan") (case "vehicle")
            (case "driving-licence") (case "voter-id") (case "ifsc") (case "bank-account")
            (case "upi") (case "survey-number") (case "email") (case "photo") (case "document")
            (case "location") (case "place" $length)))
        (export "field-kind" (type $field-kind (eq $FieldKind)))
        (type $Field (record
            (field "id" string) (field "label" $text) (field "question" $text)
            (field "help" $OptionalText) (field "optional" bool) (field "kind" $field-kind)))
        (export "field" (type $field (eq $Field)))
        (type $Fields (list $field))
        (type $Form (record
            (field "id" string) (field "title" $text) (field "fields" $Fields)))
        (export "form" (type (eq $Form)))
        (type $IdentityNumber (record (field "last-four" string) (field "token" string)))
        (export "identity-number" (type $identity-number (eq $IdentityNumber)))
        (type $Value (variant
            (case "text" string) (case "number" s64) (case "money" u64) (case "date" $date)
            (case "choice" string) (case "identity-number" $identity-number)
            (case "location" $location) (case "media" $media)))
        (export "value" (type $value (eq $Value)))
        (type $Answer (record (field "field" string) (field "value" $value)))
        (export "answer" (type $answer (eq $Answer)))
        (type $Answers (list $answer))
        (type $FormAnswers (record (field "form" string) (field "answers" $Answers)))
        (export "form-answers" (type (eq $FormAnswers)))))
    (alias export $forms "form" (type $form))
    (alias export $forms "form-answers" (type $form-answers))

    (import "mitra:department/payments@1.0.0" (instance $payments
        (alias outer $department $text (type $text))
        (type $PaymentRequest (record
            (field "reference" string) (field "amount" u64) (field "purpose" $text)
            (field "valid-for" u32)))
        (export "payment-request" (type (eq $PaymentRequest)))
        (type $Receipt (record (field "id" string) (field "at" u64)))
        (export "receipt" (type $receipt (eq $Receipt)))
        (type $PaymentStatus (variant
            (case "open") (case "paid" $receipt) (case "failed") (case "expired")))
        (export "payment-status" (type $payment-status (eq $PaymentStatus)))
        (type $PaymentUpdate (record
            (field "reference" string) (field "amount" u64) (field "status" $payment-status)))
        (export "payment-update" (type (eq $PaymentUpdate)))))
    (alias export $payments "payment-request" (type $payment-request))
    (alias export $payments "payment-update" (type $payment-update))

    (import "mitra:department/conversation@1.0.0" (instance $conversation
        (alias outer $department $language (type $language))
        (alias outer $department $location (type $location))
        (alias outer $department $media (type $media))
        (alias outer $department $form (type $form))
        (alias outer $department $form-answers (type $form-answers))
        (alias outer $department $payment-request (type $payment-request))
        (alias outer $department $payment-update (type $payment-update))
        (type $Bytes (list u8))
        (type $Optional (option string))
        (type $Citizen (record (field "pseudonym" string) (field "language" $language)))
        (export "citizen" (type $citizen (eq $Citizen)))
        (type $ChoiceTaken (record (field "id" string) (field "title" string)))
        (export "choice-taken" (type $choice-taken (eq $ChoiceTaken)))
        (type $TimerFired (record (field "name" string) (field "at" u64) (field "note" $Bytes)))
        (export "timer-fired" (type $timer-fired (eq $TimerFired)))
        (type $Notice (record (field "id" string) (field "at" u64) (field "body" string)))
        (export "notice" (type $notice (eq $Notice)))
        (type $Event (variant
            (case "opened") (case "text" string) (case "chosen" $choice-taken)
            (case "location" $location) (case "media" $media) (case "back")
            (case "form" $form-answers) (case "timer" $timer-fired)
            (case "payment" $payment-update) (case "notice" $notice)))
        (export "event" (type $event (eq $Event)))
        (type $OptionalState (option $Bytes))
        (type $Turn (record
            (field "id" string) (field "citizen" $citizen) (field "service" string)
            (field "event" $event) (field "state" $OptionalState) (field "now" u64)))
        (export "turn" (type (eq $Turn)))
        (type $Choice (record
            (field "id" string) (field "title" string) (field "description" $Optional)))
        (export "choice" (type $choice (eq $Choice)))
        (type $Items (list $choice))
        (type $Choices (record
            (field "body" string) (field "button" $Optional) (field "items" $Items)))
        (export "choices" (type $choices (eq $Choices)))
        (type $Link (record (field "body" string) (field "label" string) (field "url" string)))
        (export "link" (type $link (eq $Link)))
        (type $Image (record (field "url" string) (field "caption" $Optional)))
        (export "image" (type $image (eq $Image)))
        (type $Document (record
            (field "url" string) (field "filename" string) (field "caption" $Optional)))
        (export "document" (type $document (eq $Document)))
        (type $File (record
            (field "bytes" $Bytes) (field "mime-type" string)
            (field "filename" string) (field "caption" $Optional)))
        (export "file" (type $file (eq $File)))
        (type $CertificateReply (record (field "id" string) (field "caption" $Optional)))
        (export "certificate-reply" (type $certificate-reply (eq $CertificateReply)))
        (type $Reply (variant
            (case "text" string) (case "choices" $choices) (case "link" $link)
            (case "image" $image) (case "document" $document) (case "file" $file)
            (case "place" $location)
            (case "ask-location" string) (case "ask-form" $form)
            (case "ask-payment" $payment-request) (case "certificate" $certificate-reply)))
        (export "reply" (type $reply (eq $Reply)))
        (type $Next (variant (case "stay" $Bytes) (case "finish")))
        (export "next" (type $next (eq $Next)))
        (type $Replies (list $reply))
        (type $Outcome (record (field "replies" $Replies) (field "next" $next)))
        (export "outcome" (type (eq $Outcome)))
        (type $Fault (variant (case "refused" string) (case "retry-later" u32) (case "bug" string)))
        (export "fault" (type (eq $Fault)))))
    (alias export $conversation "turn" (type $turn))
    (alias export $conversation "outcome" (type $outcome))
    (alias export $conversation "fault" (type $fault))

    (core module $guest
        (memory $first (export "memory") 4)
        (memory $second 4)
        (memory $third 4)
        (table $left 10 funcref)
        (table $right 10 funcref)
        (global $free (mut i32) (i32.const 4096))

        ;; "three-memories" is every text of the description, at 16, 14 bytes long.
        (data (memory $first) (i32.const 16) "three-memories")
        ;; The department at 64: id, name in three languages, one service at 128, schema 1.
        (data (memory $first) (i32.const 64)
            "\10\00\00\00\0e\00\00\00" "\10\00\00\00\0e\00\00\00"
            "\10\00\00\00\0e\00\00\00" "\10\00\00\00\0e\00\00\00"
            "\80\00\00\00\01\00\00\00" "\01\00\00\00")
        ;; The service at 128: id, name and summary in three languages, no aliases.
        (data (memory $first) (i32.const 128)
            "\10\00\00\00\0e\00\00\00"
            "\10\00\00\00\0e\00\00\00" "\10\00\00\00\0e\00\00\00" "\10\00\00\00\0e\00\00\00"
            "\10\00\00\00\0e\00\00\00" "\10\00\00\00\0e\00\00\00" "\10\00\00\00\0e\00\00\00"
            "\00\00\00\00\00\00\00\00")
        ;; The answer at 256: ok, no replies, and 12 bytes on the second case of `next`: finish.
        (data (memory $first) (i32.const 268) "\01")

        (func (export "realloc") (param i32 i32) (param $align i32) (param $size i32) (result i32)
            (local $at i32)
            (local.set $at (i32.and
                (i32.add (global.get $free) (i32.sub (local.get $align) (i32.const 1)))
                (i32.sub (i32.const 0) (local.get $align))))
            (global.set $free (i32.add (local.get $at) (local.get $size)))
            (local.get $at))

        (func $must (param $grown i32)
            (if (i32.eq (local.get $grown) (i32.const -1)) (then unreachable)))

        (func $grow-memories (param $third i32)
            (call $must (memory.grow $first (i32.const 337)))
            (call $must (memory.grow $second (i32.const 337)))
            (call $must (memory.grow $third (local.get $third))))

        (func $grow-tables (param $right i32)
            (call $must (table.grow $left (ref.null func) (i32.const 49990)))
            (call $must (table.grow $right (ref.null func) (local.get $right))))

        (func $fill-for-ever
            (call $must (memory.grow $second (i32.const 256)))
            (loop $again
                (memory.fill $second (i32.const 0) (i32.const 7) (i32.const 0x1000000))
                (br $again)))

        (func $call-for-ever (param $depth i32) (result i32)
            (i32.add (i32.const 1) (call $call-for-ever (i32.add (local.get $depth) (i32.const 1)))))

        (func (export "describe") (result i32) (i32.const 64))

        ;; The event's case stands 32 bytes into the turn.
        (func (export "handle") (param $turn i32) (result i32)
            (local $case i32)
            (local.set $case (i32.load8_u $first offset=32 (local.get $turn)))
            (block $done (block $back (block $media (block $location (block $chosen (block $text (block $opened
                (br_table $opened $text $chosen $location $media $back (local.get $case)))
                (call $grow-memories (i32.const 338)) (br $done))
                (call $grow-memories (i32.const 339)) (br $done))
                (call $grow-tables (i32.const 49990)) (br $done))
                (call $grow-tables (i32.const 49991)) (br $done))
                (call $fill-for-ever))
                (drop (call $call-for-ever (i32.const 0))))
            (i32.const 256)))

    (core instance $instance (instantiate $guest))
    (alias core export $instance "realloc" (core func $realloc))
    (alias core export $instance "memory" (core memory $memory))
    (type $answer (result $outcome (error $fault)))
    (func $describe (result $description)
        (canon lift (core func $instance "describe") (memory $memory)))
    (func $handle (param "turn" $turn) (result $answer)
        (canon lift (core func $instance "handle") (memory $memory) (realloc $realloc)))
    (instance $handler (export "describe" (func $describe)) (export "handle" (func $handle)))
    (export "mitra:department/handler@1.0.0" (instance $handler)))
