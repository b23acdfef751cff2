// The component: what a host calls. Nothing else of it belongs here, for tests have no host.

import { component } from "@mitra/department/component";

import { office } from "./office.js";

export const { handler, migration } = component(office);
