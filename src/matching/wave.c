/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How many to ask at once.
 *
 * Ask one after the other until the places are filled: the place of the last yes has the negative
 * binomial distribution, P(N = n) = C(n-1, k-1) p^k (1-p)^(n-k), and a wave of n fills k places
 * with probability P(N <= n). The sum has only positive terms, each made from the one before in
 * logarithms, so that nothing cancels and nothing underflows that matters.
 */
#include "matching.h"

#include <math.h>

static const double ROUNDING = 1e-9; /* 0.75 reached by way of logarithms is 0.75 */

size_t match_wave_size(size_t places, double yes_rate, double fill_probability, size_t max_wave)
{
    if (places >= max_wave || places == 0)
        return places == 0 ? 0 : max_wave;
    if (yes_rate >= 1)
        return places;
    if (!(yes_rate > 0) || fill_probability >= 1)
        return max_wave;
    double k = (double)places;
    double log_term = k * log(yes_rate), filled = exp(log_term);
    size_t n = places;
    while (n < max_wave && filled < fill_probability - ROUNDING) {
        log_term += log((double)n / ((double)n - k + 1)) + log1p(-yes_rate);
        filled += exp(log_term);
        n++;
    }
    return n;
}

double match_yes_rate(long asked, long yes)
{
    enum { PRIOR_YES = 3, PRIOR_NO = 6 };
    if (asked < 0)
        asked = 0;
    yes = yes < 0 ? 0 : yes > asked ? asked : yes;
    return (double)(yes + PRIOR_YES) / (double)(asked + PRIOR_YES + PRIOR_NO);
}
