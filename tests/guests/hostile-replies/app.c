// Answers one word with 1,000 messages.
#define GUEST "hostile-replies"
#include "../hostile.h"

static void misbehave(outcome_t *outcome) {
  enum { REPLIES = 1000 };
  mitra_department_conversation_reply_t *replies = malloc(REPLIES * sizeof *replies);
  if (replies == NULL) __builtin_trap();
  for (int index = 0; index < REPLIES; index++) replies[index] = text_reply(text("again"));
  say(outcome, "");
  outcome->replies = (mitra_department_conversation_list_reply_t){replies, REPLIES};
}
