import { component } from "@mitra/department/component";

import { transport } from "./department.js";

export const { handler, migration } = component(transport);
