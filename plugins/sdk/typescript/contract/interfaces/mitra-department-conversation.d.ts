/// <reference path="./mitra-department-forms.d.ts" />
/// <reference path="./mitra-department-payments.d.ts" />
/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/conversation@1.0.0' {
  export type Instant = import('mitra:department/types@1.0.0').Instant;
  export type Language = import('mitra:department/types@1.0.0').Language;
  export type Location = import('mitra:department/types@1.0.0').Location;
  export type Media = import('mitra:department/types@1.0.0').Media;
  export type Form = import('mitra:department/forms@1.0.0').Form;
  export type FormAnswers = import('mitra:department/forms@1.0.0').FormAnswers;
  export type PaymentRequest = import('mitra:department/payments@1.0.0').PaymentRequest;
  export type PaymentUpdate = import('mitra:department/payments@1.0.0').PaymentUpdate;
  /**
   * The citizen as your department may know them.
   */
  export interface Citizen {
    /**
     * Stable for this citizen in your department, different in every other department.
     * It is not a phone number and cannot be turned back into one. At most 64 bytes of ASCII.
     */
    pseudonym: string,
    /**
     * The language to answer in.
     */
    language: Language,
  }
  /**
   * What your office's computer sent about this citizen.
   */
  export interface Notice {
    /**
     * The id that your office gave it, 1 to 64 letters (A to Z), digits, `_`, `-` and `.`. Each comes once.
     */
    id: string,
    /**
     * When the host received it. `turn.now` may be later, by days.
     */
    at: Instant,
    /**
     * What your office wrote, 1 to 4,096 bytes: words, JSON, whatever the two of you agreed on. None of it is shown
     * to the citizen but by your replies.
     */
    body: string,
  }
  /**
   * A timer that is due.
   */
  export interface TimerFired {
    /**
     * The name you gave it.
     */
    name: string,
    /**
     * When it was to come. `turn.now` may be later, by days.
     */
    at: Instant,
    /**
     * The note you gave it.
     */
    note: Uint8Array,
  }
  /**
   * One of your choices, as taken by the citizen.
   */
  export interface ChoiceTaken {
    /**
     * The `choice.id` you gave.
     */
    id: string,
    /**
     * The title the citizen saw.
     */
    title: string,
  }
  /**
   * What the citizen did.
   * 
   * Some words never reach you. While a conversation is open the front desk takes a text that is nothing but one of its
   * words for menu, back, cancel, help (also `?`), language, "my data" or a greeting, in any of the three languages:
   * "back" arrives as `back`; "menu" and "cancel" end the conversation without a turn; the others are answered by the
   * front desk, and the conversation stays where it is.
   * Words that may as well be an answer reach you as `text`: start, home, services, previous, stop, exit, quit, end,
   * privacy, their like in Telugu and Hindi, and the names of languages.
   * So does a longer text that has any such word in it; a choice of yours that is titled with one arrives as `chosen`.
   * 
   * Stickers, contacts, WhatsApp's own forms and kinds of messages that the host does not know are answered by the front
   * desk. While a form of yours is open, you hear only `form` and `back`: see `forms`.
   */
  export type Event = EventOpened | EventText | EventChosen | EventLocation | EventMedia | EventBack | EventForm | EventTimer | EventPayment | EventNotice;
  /**
   * The citizen opened the service. Always the first event of a conversation.
   */
  export interface EventOpened {
    tag: 'opened',
  }
  /**
   * Free text, 1 to 4,096 code points, without spaces at the ends.
   * The number or the title of a choice that you offered last arrives as `chosen` instead, however it was typed:
   * `2`, `2.` or `౨` while you offer two choices or more. Longer numbers, such as account numbers, are text.
   */
  export interface EventText {
    tag: 'text',
    val: string,
  }
  /**
   * The citizen took one of the choices you offered last: by a tap, or by typing its number or title.
   */
  export interface EventChosen {
    tag: 'chosen',
    val: ChoiceTaken,
  }
  /**
   * The citizen shared a location.
   */
  export interface EventLocation {
    tag: 'location',
    val: Location,
  }
  /**
   * The citizen sent a picture, video, voice note or document. The interface `media` reads it.
   */
  export interface EventMedia {
    tag: 'media',
    val: Media,
  }
  /**
   * The citizen asked to go one step back.
   * Answer with your previous step, or with `finish` on the first one: the front desk then shows its list of services.
   */
  export interface EventBack {
    tag: 'back',
  }
  /**
   * The citizen filled in the form that you asked for last, saw the summary and sent it.
   */
  export interface EventForm {
    tag: 'form',
    val: FormAnswers,
  }
  /**
   * A timer that you set is due; the citizen did nothing. See `schedule`.
   * 
   * If a conversation with this service is open, you get its `state` and go on as in any turn.
   * If none is open, there is no state: with `stay` and at least one reply, your turn opens one; with `finish`,
   * your replies are all that is sent.
   * If one with another service is open, or a form of yours, it stays as it is, and there is no state: your replies
   * are sent, and `stay` counts as `finish`.
   * Where the citizen cannot answer you (with `finish`, and beside something open), choices and `ask-location` are
   * sent as text, and a form is not asked for; a button follows that opens your service. So it is after `stay`
   * beside something open.
   * 
   * Without replies nothing at all is sent. Say in the first words what it is about: citizens do not remember.
   */
  export interface EventTimer {
    tag: 'timer',
    val: TimerFired,
  }
  /**
   * What became of a payment that you asked for; see `payments`. Like `timer`, it comes by itself: what is said there
   * of conversations, replies and buttons holds here, too.
   * 
   * `paid` and `failed` follow what the citizen did, and come at once, also in the middle of another service.
   * A turn that fails is repeated 5 times within six minutes. Then the front desk tells the citizen what became of
   * their money, and that you will see to it: `payments.find` still says where it stands.
   */
  export interface EventPayment {
    tag: 'payment',
    val: PaymentUpdate,
  }
  /**
   * Your office's computer sent a notice about this citizen: a decision, a bill, a change of a date.
   * Like `timer`, it comes by itself: what is said there of conversations, replies and buttons holds here, too,
   * and when it comes is said in `schedule`.
   * 
   * Your department must ask for notices in `department.toml`, and the operator grant them and hand out the token with
   * which your office sends them. Only citizens who used your department can be sent one, by their pseudonym.
   */
  export interface EventNotice {
    tag: 'notice',
    val: Notice,
  }
  /**
   * Everything your handler needs to answer one event of one citizen.
   */
  export interface Turn {
    /**
     * Stable for this event: a turn that the host repeats after a crash has the same id.
     * Use it as the idempotency key for work outside Mitra.
     */
    id: string,
    citizen: Citizen,
    /**
     * The `service.id` the citizen opened.
     */
    service: string,
    event: Event,
    /**
     * What your last turn in this conversation returned in `next.stay`, at most 64 KiB; none on the first turn.
     * Always of your own `state-schema`: see `migration` for what an earlier release left.
     */
    state?: Uint8Array,
    /**
     * When the host received the event; when it took up the timer. Equal to `clock.now` within this turn.
     */
    now: Instant,
  }
  /**
   * One possible answer.
   */
  export interface Choice {
    /**
     * Comes back in `chosen`. 1 to 180 bytes, one line, no space at either end.
     */
    id: string,
    /**
     * One line of 1 to 24 characters. The choices become buttons only if there are at most 3, none is described,
     * and every title has at most 20 characters.
     */
    title: string,
    /**
     * At most 72 characters under the title.
     */
    description?: string,
  }
  /**
   * A question and its possible answers.
   */
  export interface Choices {
    /**
     * 1 to 1,024 characters.
     */
    body: string,
    /**
     * The label of the button that opens the list, 1 to 20 characters. The host has a word of its own for none.
     */
    button?: string,
    /**
     * 1 to 10, ids and titles all different.
     */
    items: Array<Choice>,
  }
  /**
   * A button that opens a web page.
   */
  export interface Link {
    /**
     * 1 to 1,024 characters.
     */
    body: string,
    /**
     * The button, 1 to 20 characters.
     */
    label: string,
    /**
     * https only, at most 2,000 bytes.
     */
    url: string,
  }
  /**
   * A picture.
   */
  export interface Image {
    /**
     * https only, at most 2,000 bytes.
     */
    url: string,
    /**
     * At most 1,024 characters.
     */
    caption?: string,
  }
  /**
   * A file.
   */
  export interface Document {
    /**
     * https only, at most 2,000 bytes.
     */
    url: string,
    /**
     * The name the citizen sees, 1 to 240 characters, without `/` or `\`.
     */
    filename: string,
    /**
     * At most 1,024 characters.
     */
    caption?: string,
  }
  /**
   * A file that you made. The host keeps it until WhatsApp has it.
   * 
   * `image/jpeg` and `image/png` are shown in the chat; `audio/aac`, `audio/amr`, `audio/mp4`, `audio/mpeg`, `audio/ogg`
   * (Opus) and `video/mp4` are played there. `application/pdf`, `text/plain` and the three of Office that end in
   * `wordprocessingml.document`, `spreadsheetml.sheet` and `presentationml.presentation` are shown by their name.
   * Other types, and bytes that are not what `mime-type` says, make the turn a fault.
   */
  export interface File {
    /**
     * 1 byte to 512 KiB; all files of a turn together at most 1 MiB.
     */
    bytes: Uint8Array,
    /**
     * Without parameters.
     */
    mimeType: string,
    /**
     * 1 to 240 characters, without `/` or `\`. Shown for documents.
     */
    filename: string,
    /**
     * At most 1,024 characters. None for audio, under which nothing can stand.
     */
    caption?: string,
  }
  /**
   * A certificate of your department's: issued in this turn or before, and not revoked. Who may have it is yours to
   * decide.
   */
  export interface CertificateReply {
    /**
     * As `certificates` gave it.
     */
    id: string,
    /**
     * At most 1,024 characters.
     */
    caption?: string,
  }
  /**
   * One message to the citizen. Sent in the order you list them.
   */
  export type Reply = ReplyText | ReplyChoices | ReplyLink | ReplyImage | ReplyDocument | ReplyFile | ReplyPlace | ReplyAskLocation | ReplyAskForm | ReplyAskPayment | ReplyCertificate;
  /**
   * 1 to 4,096 characters.
   */
  export interface ReplyText {
    tag: 'text',
    val: string,
  }
  /**
   * A question with 1 to 10 choices. Up to 3 short choices become buttons, more become a list.
   */
  export interface ReplyChoices {
    tag: 'choices',
    val: Choices,
  }
  /**
   * A button that opens a web page.
   */
  export interface ReplyLink {
    tag: 'link',
    val: Link,
  }
  /**
   * A picture by its public https address.
   */
  export interface ReplyImage {
    tag: 'image',
    val: Image,
  }
  /**
   * A file by its public https address.
   */
  export interface ReplyDocument {
    tag: 'document',
    val: Document,
  }
  /**
   * A file that you made: a receipt, a picture, a voice note.
   */
  export interface ReplyFile {
    tag: 'file',
    val: File,
  }
  /**
   * A pin on the map. `name` and `address` are shown under it.
   */
  export interface ReplyPlace {
    tag: 'place',
    val: Location,
  }
  /**
   * Text with a button by which the citizen shares where they are. 1 to 1,024 characters.
   */
  export interface ReplyAskLocation {
    tag: 'ask-location',
    val: string,
  }
  /**
   * A form, which the front desk asks field by field. At most one, as the last reply, with `next.stay`. Choices in
   * replies before it are not open.
   */
  export interface ReplyAskForm {
    tag: 'ask-form',
    val: Form,
  }
  /**
   * Something to pay. At most one, as the last reply, and not with a form. The host puts it into words, in the
   * citizen's language: the purpose, the amount, until when, and a button.
   */
  export interface ReplyAskPayment {
    tag: 'ask-payment',
    val: PaymentRequest,
  }
  /**
   * A certificate, as a document that can be printed and checked.
   */
  export interface ReplyCertificate {
    tag: 'certificate',
    val: CertificateReply,
  }
  /**
   * What happens to the conversation after this turn.
   */
  export type Next = NextStay | NextFinish;
  /**
   * It goes on. The bytes (at most 64 KiB) come back as `turn.state`.
   */
  export interface NextStay {
    tag: 'stay',
    val: Uint8Array,
  }
  /**
   * It is over. After your replies the front desk asks whether anything else is needed, with ways to your other
   * services and to its menu: do not end with such a question yourself.
   */
  export interface NextFinish {
    tag: 'finish',
  }
  /**
   * What a successful turn gives back.
   */
  export interface Outcome {
    /**
     * At most 10. With none and `stay`, the front desk says in one word that it was received, for nobody may be left
     * without an answer; with none and `finish`, it shows your list of services. After a `timer`, none are none.
     */
    replies: Array<Reply>,
    next: Next,
  }
  /**
   * Why a turn could not be done. Nothing that the turn stored is kept.
   */
  export type Fault = FaultRefused | FaultRetryLater | FaultBug;
  /**
   * The citizen may not do this. The text is shown to them, 1 to 1,024 characters, in their language.
   * The conversation stays where it was. On the opening turn it never began: it is closed, and the front desk
   * offers the ways on from there.
   */
  export interface FaultRefused {
    tag: 'refused',
    val: string,
  }
  /**
   * Something you need is away for a moment. The host repeats the turn after this many seconds (1 to 3,600),
   * at most 5 times, and tells the citizen that it takes a little longer.
   */
  export interface FaultRetryLater {
    tag: 'retry-later',
    val: number,
  }
  /**
   * Your own bug, in words for your log. Never shown to the citizen, who gets one calm sentence.
   */
  export interface FaultBug {
    tag: 'bug',
    val: string,
  }
}
