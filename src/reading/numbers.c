/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Numbers in words, Swedish first, with what mails in English, Danish and Norwegian use.
 */
#include "numbers.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *word;
    int number;
} numbers[] = {
    {"en", 1},       {"ett", 1},     {"två", 2},      {"tva", 2},      {"tre", 3},
    {"fyra", 4},     {"fem", 5},     {"sex", 6},      {"sju", 7},      {"åtta", 8},
    {"nio", 9},      {"tio", 10},    {"elva", 11},    {"tolv", 12},    {"tretton", 13},
    {"fjorton", 14}, {"femton", 15}, {"sexton", 16},  {"sjutton", 17}, {"arton", 18},
    {"nitton", 19},  {"tjugo", 20},  {"trettio", 30}, {"one", 1},      {"two", 2},
    {"three", 3},    {"four", 4},    {"five", 5},     {"seven", 7},    {"eight", 8},
    {"nine", 9},     {"ten", 10},    {"twelve", 12},  {"fire", 4},     {"seks", 6},
    {"syv", 7},      {"otte", 8},
};

int number_word(const char *folded)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i].word, folded) == 0)
            return numbers[i].number;
    return -1;
}
