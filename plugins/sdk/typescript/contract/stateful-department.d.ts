/// <reference path="./interfaces/mitra-department-certificates.d.ts" />
/// <reference path="./interfaces/mitra-department-clock.d.ts" />
/// <reference path="./interfaces/mitra-department-config.d.ts" />
/// <reference path="./interfaces/mitra-department-conversation.d.ts" />
/// <reference path="./interfaces/mitra-department-forms.d.ts" />
/// <reference path="./interfaces/mitra-department-handler.d.ts" />
/// <reference path="./interfaces/mitra-department-http.d.ts" />
/// <reference path="./interfaces/mitra-department-log.d.ts" />
/// <reference path="./interfaces/mitra-department-media.d.ts" />
/// <reference path="./interfaces/mitra-department-migration.d.ts" />
/// <reference path="./interfaces/mitra-department-payments.d.ts" />
/// <reference path="./interfaces/mitra-department-random.d.ts" />
/// <reference path="./interfaces/mitra-department-schedule.d.ts" />
/// <reference path="./interfaces/mitra-department-storage.d.ts" />
/// <reference path="./interfaces/mitra-department-types.d.ts" />
declare module 'mitra:department/stateful-department@1.0.0' {
  export type * as MitraDepartmentCertificates100 from 'mitra:department/certificates@1.0.0'; // import mitra:department/certificates@1.0.0
  export type * as MitraDepartmentClock100 from 'mitra:department/clock@1.0.0'; // import mitra:department/clock@1.0.0
  export type * as MitraDepartmentConfig100 from 'mitra:department/config@1.0.0'; // import mitra:department/config@1.0.0
  export type * as MitraDepartmentConversation100 from 'mitra:department/conversation@1.0.0'; // import mitra:department/conversation@1.0.0
  export type * as MitraDepartmentForms100 from 'mitra:department/forms@1.0.0'; // import mitra:department/forms@1.0.0
  export type * as MitraDepartmentHttp100 from 'mitra:department/http@1.0.0'; // import mitra:department/http@1.0.0
  export type * as MitraDepartmentLog100 from 'mitra:department/log@1.0.0'; // import mitra:department/log@1.0.0
  export type * as MitraDepartmentMedia100 from 'mitra:department/media@1.0.0'; // import mitra:department/media@1.0.0
  export type * as MitraDepartmentPayments100 from 'mitra:department/payments@1.0.0'; // import mitra:department/payments@1.0.0
  export type * as MitraDepartmentRandom100 from 'mitra:department/random@1.0.0'; // import mitra:department/random@1.0.0
  export type * as MitraDepartmentSchedule100 from 'mitra:department/schedule@1.0.0'; // import mitra:department/schedule@1.0.0
  export type * as MitraDepartmentStorage100 from 'mitra:department/storage@1.0.0'; // import mitra:department/storage@1.0.0
  export type * as MitraDepartmentTypes100 from 'mitra:department/types@1.0.0'; // import mitra:department/types@1.0.0
  export * as migration from 'mitra:department/migration@1.0.0'; // export mitra:department/migration@1.0.0
  export * as handler from 'mitra:department/handler@1.0.0'; // export mitra:department/handler@1.0.0
}
