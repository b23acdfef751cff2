/**
 * A department as a component: for the module that is built, and for no test.
 *
 * ```ts
 * import { component } from "@mitra/department/component";
 * import { water } from "./water.js";
 *
 * export const { handler, migration } = component(water);
 * ```
 *
 * @module
 */

import * as certificates from "mitra:department/certificates@1.0.0";
import * as clock from "mitra:department/clock@1.0.0";
import * as config from "mitra:department/config@1.0.0";
import * as http from "mitra:department/http@1.0.0";
import * as log from "mitra:department/log@1.0.0";
import * as media from "mitra:department/media@1.0.0";
import * as payments from "mitra:department/payments@1.0.0";
import * as random from "mitra:department/random@1.0.0";
import * as schedule from "mitra:department/schedule@1.0.0";
import * as storage from "mitra:department/storage@1.0.0";

import type { Department } from "./department.js";
import { type Exports, exportsOf } from "./exports.js";

/** What the component's module exports: under the names `handler` and `migration`. */
export function component(department: Department): Exports {
  return exportsOf(department, {
    certificates,
    clock,
    config,
    http,
    log,
    media,
    payments,
    random,
    schedule,
    storage,
  });
}
