// What the department did wrong. A mistake is never answered with half a text or a cut list: the turn ends as a bug.

#ifndef MITRA_COMPLAIN_H
#define MITRA_COMPLAIN_H

// Notes a mistake of the department's, in words for its log: a limit of the contract, as a rule. Whatever the turn
// answers then, it ends as `bug` with the words of its first mistake; nothing that it stored is kept, and the citizen
// gets one calm sentence. Never with words of a citizen.
void mitra_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The first mistake of this turn; NULL for none.
const char *mitra_complaint(void);

#endif
