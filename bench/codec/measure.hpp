#pragma once

#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "codec/samples.hpp"

namespace peers {

/// Registers what a codec does with each of the samples, as "encode_S_protobuf" and so on. A codec is a class of static
/// functions, templates over the event:
///
///   using Bytes                       what encode() fills: kept between calls, as a program would
///   prepare(event)                    what is made once, before the time is taken: a message to write
///   encode(prepared, Bytes&) → size   the whole of it, from a plain struct or what the codec has in the place of one
///   text(Bytes)                       a copy of what encode() has written
///   sum(bytes)                        checks the bytes, reads every field in place, and adds something of each up
///   decode(bytes)                     makes an owning object of them
///
/// What a codec cannot do it leaves out; its benchmark is then not there. One that only reads has no Bytes, but
/// stored(event), the text it reads.
template <class Codec, class Event>
std::string measure_encoding(const std::string& name, const Event& event) {
  const auto prepared = Codec::prepare(event);
  benchmark::RegisterBenchmark(("encode_" + name).c_str(), [prepared](benchmark::State& state) {
    typename Codec::Bytes bytes;
    std::size_t encoded = 0;
    for (auto _ : state) {
      benchmark::DoNotOptimize(&prepared);
      encoded = Codec::encode(prepared, bytes);
      benchmark::ClobberMemory();
    }
    state.counters["bytes"] = static_cast<double>(encoded);
  });
  typename Codec::Bytes bytes;
  Codec::encode(prepared, bytes);
  return Codec::text(bytes);
}

template <class Codec, class Event>
void measure(const std::string& size, const std::string& codec, const Event& event) {
  const std::string name = size + "_" + codec;
  std::string stored;
  if constexpr (requires { typename Codec::Bytes; }) {
    stored = measure_encoding<Codec>(name, event);
  } else {
    stored = Codec::stored(event);
  }
  if constexpr (requires { Codec::template sum<Event>(std::string_view()); }) {
    benchmark::RegisterBenchmark(("read_" + name).c_str(), [stored](benchmark::State& state) {
      for (auto _ : state) {
        benchmark::DoNotOptimize(stored.data());
        benchmark::DoNotOptimize(Codec::template sum<Event>(std::string_view(stored)));
      }
    });
  }
  if constexpr (requires { Codec::template decode<Event>(std::string_view()); }) {
    benchmark::RegisterBenchmark(("decode_" + name).c_str(), [stored](benchmark::State& state) {
      for (auto _ : state) {
        benchmark::DoNotOptimize(stored.data());
        auto decoded = Codec::template decode<Event>(std::string_view(stored));
        benchmark::DoNotOptimize(decoded);
      }
    });
  }
}

template <class Codec>
void measure(const std::string& name) {
  measure<Codec>("S", name, small());
  measure<Codec>("M", name, medium());
  measure<Codec>("L", name, large());
}

/// What is measured is what was linked: static const Measured kThis([] { measure<Codec>("name"); });
struct Measured {
  explicit Measured(void (*add)()) { add(); }
};

}  // namespace peers
