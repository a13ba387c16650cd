#pragma once
#include <cblas.h>

// OpenBLAS's own memory of buffers, which its headers do not show.
extern void *blas_memory_alloc(int kind) __attribute__((weak));
extern void blas_memory_free(void *buffer) __attribute__((weak));

/// Makes buffers for so many threads that multiply at the same time, so that none is asked for later: where the system refuses
/// one, OpenBLAS asks again for ever. Does nothing where the library has no such functions.
static inline void COpenBLAS_reserve(int threads) {
  enum { most = 64 };
  void *buffers[most];
  if (!blas_memory_alloc || !blas_memory_free) return;
  if (threads > most) threads = most;
  for (int index = 0; index < threads; index++) buffers[index] = blas_memory_alloc(0);
  for (int index = 0; index < threads; index++) blas_memory_free(buffers[index]);
}
