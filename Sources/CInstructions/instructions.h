#pragma once

// Instructions that Swift has no word for.

/// Has the processor fetch the cache line of an address that will be read soon; it never faults.
static inline void prefetchLine(const void *address) { __builtin_prefetch(address, 0, 3); }

/// Has the processor fetch, for itself alone, the cache line of an address that will be written soon; it never faults.
static inline void prefetchLineForWriting(const void *address) { __builtin_prefetch(address, 1, 3); }

typedef short ShortVector __attribute__((ext_vector_type(16)));
typedef int IntVector __attribute__((ext_vector_type(8)));

/// The products of sixteen pairs of numbers, those of neighbours added.
static inline IntVector pairProducts(ShortVector a, ShortVector b) {
#ifdef __AVX2__
  typedef short Shorts __attribute__((vector_size(32)));
  return (IntVector)__builtin_ia32_pmaddwd256((Shorts)a, (Shorts)b);
#else
  typedef int Products __attribute__((ext_vector_type(16)));
  Products products = __builtin_convertvector(a, Products) * __builtin_convertvector(b, Products);
  return products.even + products.odd;
#endif
}

typedef short WideShortVector __attribute__((ext_vector_type(32)));
typedef int WideIntVector __attribute__((ext_vector_type(16)));

/// The same for thirty-two pairs, added to sums.
static inline WideIntVector addPairProducts(WideIntVector sums, WideShortVector a, WideShortVector b) {
#ifdef __AVX512BW__
  typedef short Shorts __attribute__((vector_size(64)));
  return sums + (WideIntVector)__builtin_ia32_pmaddwd512((Shorts)a, (Shorts)b);
#else
  typedef int Products __attribute__((ext_vector_type(32)));
  Products products = __builtin_convertvector(a, Products) * __builtin_convertvector(b, Products);
  return sums + products.even + products.odd;
#endif
}

typedef signed char ByteVector __attribute__((ext_vector_type(16)));
typedef float WideFloatVector __attribute__((ext_vector_type(16)));
typedef signed char HalfByteVector __attribute__((ext_vector_type(8)));
typedef float FloatVectorOfEight __attribute__((ext_vector_type(8)));

/// Sixteen whole numbers as floating-point ones; the conversions of Swift's vectors take one element at a time.
static inline WideFloatVector floatsOfBytes(ByteVector bytes) {
  return __builtin_convertvector(bytes, WideFloatVector);
}

/// The same for eight.
static inline FloatVectorOfEight floatsOfEightBytes(HalfByteVector bytes) {
  return __builtin_convertvector(bytes, FloatVectorOfEight);
}

/// The level of the x86-64 architecture (its psABI, "micro-architecture levels") whose instructions the including code is compiled
/// to use, 1 to 4; 0 for another architecture.
static inline int compiledLevel(void) {
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
  return 4;
#elif defined(__AVX2__) && defined(__BMI2__) && defined(__FMA__)
  return 3;
#elif defined(__SSE4_2__)
  return 2;
#elif defined(__x86_64__)
  return 1;
#else
  return 0;
#endif
}
