#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/aggregate.hpp"

namespace cqrsc::compat {

/// XXH3-64 of a text, seed 0.
std::uint64_t hash_of(std::string_view text);
/// The same as 16 hexadecimal digits.
std::string print_of(std::string_view text);

/// The text that fingerprint_of() hashes: what the state of an aggregate depends on, and nothing else. Its state's
/// fields and defaults; the layouts, mappings and outcomes of all event versions that reach a handler; the handlers;
/// the values, unions and ids within, the externs called on the way with their signatures and revisions. The order of
/// declarations, comments, commands, invariants and the names of enum members are not in it.
std::string fingerprint_text(const model::Aggregate& aggregate);

/// Tells snapshots apart: one that was written under another fingerprint is not read; the stream is replayed instead.
std::uint64_t fingerprint_of(const model::Aggregate& aggregate);

}  // namespace cqrsc::compat
