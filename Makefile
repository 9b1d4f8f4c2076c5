# SPDX-License-Identifier: EUPL-1.2
#
# make            builds build/levanded and build/levande
# make run        all that a newcomer needs: installs, builds, runs the demonstration
# make test       everything; make check the quick part: lint and unit tests
# make install    honours PREFIX, DESTDIR, SYSCONFDIR
#
# make fuzz       each fuzz target for FUZZ_SECONDS (30), as a table
# make torture    kill -9 of each role, TORTURE_KILLS (200) times, while TORTURE_MAILS (300) flow in
# make bench      the figures of speed and memory, as a table
# make screenshots  all pages, at a desk, on a telephone, in the dark, into build/screens
# make simulate   a whole year of the library, lived day by day, and what must hold after it
#
# SAN=1 builds with sanitizers, under build/san.

CC      ?= cc
PREFIX  ?= /usr/local
SYSCONFDIR ?= /etc
SHARE   := $(PREFIX)/share/levande
JOBS    := -j$(shell nproc)
BUILD   := build$(if $(SAN),/san)$(if $(FUZZ),/fuzz)

# The modules, each with what it may use: these are the arrows of the architecture, from the low to
# the high. scripts/check-arrows holds the #include lines to them; the unit tests are linked by them.
MODULES       := base settings flow reading matching mime letters net store house view lending fetch work send web command daemon
USES_base     :=
USES_settings := base
USES_flow     := base
USES_reading  := base
USES_matching := base
USES_mime     := base
USES_letters  := base
USES_net      := settings base
USES_store    := letters mime matching reading flow settings base
USES_house    := store $(USES_store)
USES_view     := house $(USES_house)
USES_lending  := view $(USES_view)
USES_fetch    := net lending $(USES_lending)
USES_work     := lending $(USES_lending)
USES_send     := net lending $(USES_lending)
USES_web      := lending $(USES_lending)
USES_command  := lending $(USES_lending)
USES_daemon   := fetch work send web $(USES_fetch)

PACKAGES := libseccomp libcurl sqlite3 libesmtp-1.0 inih libmicrohttpd gmime-3.0 jansson libsodium libcmark openssl libsystemd pangocairo libical zlib
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wpointer-arith -Werror=implicit-function-declaration
ifdef FUZZ
CC       := clang
OPTIMISE := -O1 -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
else ifdef SAN
OPTIMISE := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else
OPTIMISE := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS  += -pie -Wl,-z,relro,-z,now
endif
CFLAGS   ?= -g
ALL_CFLAGS := -std=c17 -D_GNU_SOURCE $(WARNINGS) $(OPTIMISE) $(CFLAGS) -Iinclude -isystem build/none \
            $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
LIBS     := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lstemmer -lcsv -lm
VERSION  := $(shell cat VERSION)

sources   = $(wildcard src/$(1)/*.c src/$(1)/*/*.c)
GENERATED_store := migrations.o
GENERATED_web   := assets.o
objects   = $(patsubst src/%.c,$(BUILD)/%.o,$(call sources,$(1)))
archives  = $(patsubst %,$(BUILD)/%.a,$(1))

.PHONY: all run test check lint fuzz torture bench simulate screenshots install clean unit unit-programs $(addprefix unit-,$(MODULES))
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/levanded $(BUILD)/levande

$(BUILD)/levanded $(BUILD)/levande: $(BUILD)/%: $(BUILD)/%.o $(call archives,$(MODULES))
	$(CC) $(OPTIMISE) $(LDFLAGS) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DLEVANDE_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<

define archive
$(BUILD)/$(1).a: $$(call objects,$(1)) $(addprefix $(BUILD)/gen/,$(GENERATED_$(1)))
	@rm -f $$@ && $$(AR) rcs $$@ $$^
unit-$(1): $$(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%.ran,$$(wildcard tests/unit/$(1)_*.c))
$(BUILD)/tests/unit/$(1)_%: tests/unit/$(1)_%.c $$(call archives,$(1) $$(USES_$(1)))
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -Isrc/$(1) -Isrc -MMD -MP -o $$@ $$< -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $$(LIBS) -lcmocka
endef
$(foreach module,$(MODULES),$(eval $(call archive,$(module))))

$(BUILD)/tests/unit/%.ran: $(BUILD)/tests/unit/%
	@$< > $@.log 2>&1 && mv $@.log $@ || { cat $@.log; exit 1; }
unit: $(addprefix unit-,$(MODULES))
unit-programs: $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/*.c))

# The migrations become a constant of the program, so that it needs no file to make a case book.
$(BUILD)/gen/migrations.c: scripts/embed-sql $(wildcard src/store/db/migrations/*.sql)
	@mkdir -p $(@D)
	scripts/embed-sql src/store/db/migrations > $@
$(BUILD)/gen/migrations.o: $(BUILD)/gen/migrations.c
	$(CC) $(ALL_CFLAGS) -Isrc/store/db -c -o $@ $<

# What pages fetch beside themselves becomes a part of the program too, packed beforehand.
ASSETS := $(wildcard config/pages/*.css config/pages/*.js config/pages/*.svg)
$(BUILD)/gen/assets.c: scripts/embed-assets $(ASSETS)
	@mkdir -p $(@D)
	scripts/embed-assets $(ASSETS) > $@
$(BUILD)/gen/assets.o: $(BUILD)/gen/assets.c
	$(CC) $(ALL_CFLAGS) -Isrc/web -c -o $@ $<

run:
	@scripts/setup && echo 'building' >&2 && \
	$(MAKE) --no-print-directory -s $(JOBS) all && exec scripts/demo
test:
	@scripts/setup --test && exec scripts/run-tests
check: lint
	@$(MAKE) --no-print-directory -s $(JOBS) SAN=1 unit
lint:
	@scripts/lint
fuzz:
	@$(MAKE) --no-print-directory -s $(JOBS) FUZZ=1 fuzz-targets && scripts/fuzz
fuzz-targets: $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/*.c))
$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(call archives,$(MODULES))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(addprefix -Isrc/,$(MODULES)) -Isrc -o $@ $< \
	    -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)

torture:
	@$(MAKE) --no-print-directory -s $(JOBS) all && scripts/torture

bench:
	@$(MAKE) --no-print-directory -s $(JOBS) all $(BUILD)/tests/bench/bare_page && scripts/bench
$(BUILD)/tests/bench/%: tests/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(LIBS)

screenshots:
	@$(MAKE) --no-print-directory -s $(JOBS) all && tests/screens/take.py
simulate:
	@$(MAKE) --no-print-directory -s $(JOBS) all && tests/simulate/year.py

install: all
	install -D -t $(DESTDIR)$(PREFIX)/bin build/levanded build/levande
	for section in 1 5 8; do install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man$$section \
	    config/man/*.$$section || exit; done
	cd config && find letters pages advice areas.ini -type f \
	    ! -name '*.css' ! -name '*.js' ! -name '*.svg' \
	    -exec install -D -m 644 {} $(DESTDIR)$(SHARE)/{} \;
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(SYSCONFDIR)/levande
	sed 's|/usr/local/bin|$(PREFIX)/bin|; s|/etc/levande|$(SYSCONFDIR)/levande|g' \
	    config/levande.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/levande.service
	test -e $(DESTDIR)$(SYSCONFDIR)/levande/levande.ini || sed \
	    's|^;areas = config/|areas = $(SHARE)/|; s|^;templates = config|templates = $(SHARE)|' \
	    config/levande.ini > $(DESTDIR)$(SYSCONFDIR)/levande/levande.ini

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

clean:
	rm -rf build
