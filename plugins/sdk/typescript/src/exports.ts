/**
 * A department behind the contract's functions, over whatever stands for the host.
 *
 * @module
 */

import type {
  Fault as ContractFault,
  Outcome as ContractOutcome,
  Turn as ContractTurn,
} from "mitra:department/handler@1.0.0";
import type { Department as ContractDepartment } from "mitra:department/types@1.0.0";

import type { Department } from "./department.js";
import { Bug, type Fault, isFault, Refused, RetryLater } from "./fault.js";
import { hostOver } from "./host.js";
import type { Imports } from "./imports.js";
import { decode } from "./json.js";
import { liftTurn } from "./lift.js";
import { lowerDepartment, lowerOutcome, lowerState } from "./lower.js";

/** What a component exports. */
export interface Exports {
  readonly handler: {
    describe(): ContractDepartment;
    handle(turn: ContractTurn): Promise<ContractOutcome>;
  };
  readonly migration: {
    migrate(fromSchema: number, state: Uint8Array): Uint8Array;
  };
}

/** The functions of a department. */
export function exportsOf(department: Department, imports: Imports): Exports {
  return {
    handler: {
      describe: () => lowerDepartment(department),
      async handle(turn) {
        const service = department.services.find(({ id }) => id === turn.service);
        if (!service) throw lowerFault(new Bug("no such service"));
        try {
          return lowerOutcome(await service.handle(liftTurn(turn, service.state), hostOver(imports)));
        } catch (error) {
          throw isFault(error) ? lowerFault(error) : error;
        }
      },
    },
    migration: {
      migrate(fromSchema, state) {
        // The contract wants words, and throws what is thrown here: a text, not an `Error`.
        if (!department.migrate) throw `nothing carries schema ${fromSchema} over`;
        try {
          return lowerState(department.migrate(fromSchema, decode(state)));
        } catch (error) {
          throw error instanceof Error ? error.message : String(error);
        }
      },
    },
  };
}

function lowerFault(fault: Fault): ContractFault {
  if (fault instanceof Refused) return { tag: "refused", val: fault.message };
  if (fault instanceof RetryLater) return { tag: "retry-later", val: fault.seconds };
  return { tag: "bug", val: fault.message };
}
