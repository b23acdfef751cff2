// The transport department: a vehicle's papers and tax, licences, tests and renewals, from the back end of the transport
// office.

import { department } from "@mitra/department";

import { licence } from "./licence.js";
import { renewal } from "./renewal.js";
import { testSlot } from "./slot/service.js";
import { vehicleTax } from "./tax/service.js";
import { DEPARTMENT } from "./texts/common.js";
import { vehicle } from "./vehicle.js";

export const transport = department({
  id: "transport",
  name: DEPARTMENT,
  stateSchema: 1,
  services: [vehicle, licence, testSlot, vehicleTax, renewal],
});
