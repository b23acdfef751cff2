// The reference department: the same behaviour in every language that departments are written in.
//
// `tests/conformance` has its conversations; the host's tests play them against every guest `reference-*`.

import { department, text } from "@mitra/department";
import { component } from "@mitra/department/component";

import { counter } from "./counter.js";
import { faults } from "./faults.js";
import { application } from "./form.js";
import { notes } from "./notes.js";
import { papers } from "./papers.js";

const reference = department({
  id: "reference",
  name: text("నమూనా శాఖ", "Reference", "नमूना विभाग"),
  stateSchema: 1,
  services: [counter, notes, application, papers, faults],
});

export const { handler, migration } = component(reference);
