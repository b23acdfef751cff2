// The allocator of a component: a turn's memory is thrown away whole when the turn ends, so nothing that was freed need
// be found again. A memory that grows costs two system calls in every turn; nearly every turn fits in the arena and
// causes none. What does not fit comes from the host, up to its limit of 64 MiB; then there is none, and the turn
// traps.

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// One page of WebAssembly: what a turn of a simple service needs, several times over.
#define ARENA_BYTES (64 * 1024)
#define PAGE_BYTES (64 * 1024)
// Every piece is aligned for every type, and has its size before it.
#define ALIGNMENT 16

static _Alignas(ALIGNMENT) uint8_t arena[ARENA_BYTES];
// The addresses where the next piece begins, and where there is no room any more; zeros before the first piece.
static uintptr_t next, end;

static size_t *size_of(void *piece) { return (size_t *)((uint8_t *)piece - ALIGNMENT); }

static size_t rounded(size_t size) { return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

// Makes room for so many bytes more: behind what there is if the host's new pages lie there, or in new pages alone.
static int grow(size_t n_bytes) {
  size_t n_pages = (n_bytes + PAGE_BYTES - 1) / PAGE_BYTES;
  size_t before = __builtin_wasm_memory_grow(0, n_pages);
  if (before == SIZE_MAX) return 0;
  uintptr_t fresh = before * PAGE_BYTES;
  if (fresh != end) next = fresh;
  end = fresh + n_pages * PAGE_BYTES;
  return 1;
}

// Memory is zero when it is given, and is given once.
void *malloc(size_t size) {
  if (end == 0) {
    next = (uintptr_t)arena;
    end = next + ARENA_BYTES;
  }
  if (size > SIZE_MAX / 2) return NULL;
  size_t n_bytes = ALIGNMENT + rounded(size);
  if (end - next < n_bytes && !grow(n_bytes)) return NULL;
  void *piece = (void *)(next + ALIGNMENT);
  next += n_bytes;
  *size_of(piece) = size;
  return piece;
}

void *calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  return malloc(count * size);
}

void free(void *piece) { (void)piece; }

void *realloc(void *piece, size_t size) {
  if (piece == NULL) return malloc(size);
  size_t *old = size_of(piece);
  if (size <= *old) {
    // The rest keeps what was in it: what is grown again into it is zero no more, as realloc allows.
    return piece;
  }
  void *larger = malloc(size);
  if (larger != NULL) memcpy(larger, piece, *old);
  return larger;
}

void *aligned_alloc(size_t alignment, size_t size) { return alignment <= ALIGNMENT ? malloc(size) : NULL; }

int posix_memalign(void **piece, size_t alignment, size_t size) {
  void *taken = aligned_alloc(alignment, size);
  if (taken == NULL) return alignment <= ALIGNMENT ? ENOMEM : EINVAL;
  *piece = taken;
  return 0;
}
