// What citizens type to name a vehicle.

import { digits } from "@mitra/department";

/** A registration as the office writes it, with its state or of the BH series; undefined for what is none. */
export function plate(said: string): string | undefined {
  const typed = kept(said);
  const isPlate =
    /^[A-Z]{2}[0-9]{1,2}[A-Z]{0,3}[0-9]{4}$/.test(typed) || /^[0-9]{2}BH[0-9]{4}[A-Z]{1,2}$/.test(typed);
  return isPlate ? typed : undefined;
}

/** The last five characters of a chassis number; undefined for what is none. */
export function chassisEnd(said: string): string | undefined {
  const typed = kept(said);
  return /^[A-Z0-9]{5}$/.test(typed) ? typed : undefined;
}

function kept(said: string): string {
  return digits
    .ascii(said)
    .toUpperCase()
    .replace(/[\s.-]/g, "");
}
