# `make test` for a department in C, under the sanitizers: its sources, those of the SDK and its tests in tests/*.c.
# The department's Makefile says where the SDK is, and includes this.

CFLAGS += -std=c11 -g -O1 -Wall -Wextra -Wpedantic -Werror -fsanitize=address,undefined -fno-sanitize-recover=all
TARGET ?= target
SOURCES = $(wildcard *.c tests/*.c $(SDK)/src/*.c $(SDK)/testing/*.c)
HEADERS = $(wildcard *.h tests/*.h $(SDK)/*.h $(SDK)/mitra/*.h $(SDK)/src/*.h $(SDK)/testing/*.h)

test: $(TARGET)/tests
	$(TARGET)/tests

$(TARGET)/tests: $(SOURCES) $(HEADERS) $(MAKEFILE_LIST)
	@mkdir -p $(TARGET)
	@$(CC) $(CFLAGS) -I. -I$(SDK) -o $@ $(SOURCES) -lm

.PHONY: test
