#pragma once

#include <cstdint>

#include <cqrs/store.hpp>

#include "decoder.hpp"
#include "findings.hpp"

namespace cqrs::ctl {

struct LogFigures {
  std::uint64_t commits = 0;
  std::uint64_t events = 0;
  std::uint64_t streams = 0;
  std::uint64_t commands = 0;
  std::uint64_t decoded = 0;  ///< events whose layout the domain knows and whose bytes it allows
};

/// Reads the whole log and everything by which it is found. The error is what ended that early.
[[nodiscard]] Result<LogFigures> verify_log(Store& store, const Decoder& decoder, Findings& findings);

}  // namespace cqrs::ctl
