/* Runs a battery of TestU01 over the bits on standard input.
 *
 *   cc -O2 battery.c -o battery -ltestu01 -ltestu01probdist -ltestu01mylib -lm
 *   random_bits ordinals | battery small            SmallCrush, seconds
 *   random_bits ordinals | battery small reversed   the same, low bits first
 *   random_bits ordinals | battery crush            Crush, about an hour
 *
 * A draw of 64 bits is two words of 32: the high half first. TestU01 looks at high bits harder than
 * at low ones, so `reversed` turns every draw round.
 *
 * Source of the batteries: L'Ecuyer and Simard, ACM Trans. Math. Softw. 33 (2007), article 22.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

enum { AT_ONCE = 1 << 15 };

static uint64_t block[AT_ONCE];
static size_t used = AT_ONCE;
static int low_half_next = 0;
static int reversed = 0;

static uint64_t turned_round(uint64_t x) {
    uint64_t y = 0;
    for (int bit = 0; bit < 64; bit++)
        y |= (x >> bit & 1) << (63 - bit);
    return y;
}

static unsigned int next_word(void) {
    static uint64_t draw;
    if (low_half_next) {
        low_half_next = 0;
        return (unsigned int)draw;
    }
    if (used == AT_ONCE) {
        if (fread(block, sizeof block[0], AT_ONCE, stdin) != AT_ONCE) {
            fputs("the bits ran out\n", stderr);
            exit(EXIT_FAILURE);
        }
        used = 0;
    }
    draw = block[used++];
    if (reversed)
        draw = turned_round(draw);
    low_half_next = 1;
    return (unsigned int)(draw >> 32);
}

int main(int count, char **words) {
    if (count < 2) {
        fputs("say which battery: small or crush, and perhaps reversed\n", stderr);
        return 2;
    }
    reversed = count > 2 && strcmp(words[2], "reversed") == 0;
    swrite_Basic = FALSE; /* only the summary */
    unif01_Gen *generator = unif01_CreateExternGenBits("hadr draws", next_word);
    if (strcmp(words[1], "crush") == 0)
        bbattery_Crush(generator);
    else
        bbattery_SmallCrush(generator);
    unif01_DeleteExternGenBits(generator);
    return 0;
}
