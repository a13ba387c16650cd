#ifndef FLAN_TRAIN_LEVELS_H
#define FLAN_TRAIN_LEVELS_H

// The levels of the x86-64 architecture (its psABI, "micro-architecture levels"): what the program is built for, and what the
// processor has. 0 stands for an architecture without levels, of which every processor has all that the program needs.

static const char *const flan_train_level_names[] = {"armv8-a", "x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"};

/// The highest level whose instructions processor and system both allow. May be called before any constructor.
static inline int flan_train_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!(__builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
        __builtin_cpu_supports("popcnt")))
    return 1;
  if (!(__builtin_cpu_supports("avx") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("f16c") && __builtin_cpu_supports("fma") &&
        __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("movbe")))
    return 2;
  if (!(__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")))
    return 3;
  return 4;
#else
  return 0;
#endif
}

#endif
