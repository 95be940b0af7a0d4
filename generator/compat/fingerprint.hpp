#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/aggregate.hpp"
#include "model/projection.hpp"

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

/// What shape_of() hashes: the table that a projection's rows lie in: its keys and fields in order, their types with
/// all that these consist of, and which are indexed.
std::string shape_text(const model::Projection& projection);

/// Tells tables apart: rows of an older fingerprint with the same shape can be read as those of this one.
std::uint64_t shape_of(const model::Projection& projection);

/// What fingerprint_of() hashes: all that makes the rows what they are. The table; defaults; the handlers, those of one
/// event in the order written, with their keys and what they do where the row is not there; the layouts, mappings and
/// outcomes of all event versions that reach a handler, with the externs called on the way. What is ignored, whether
/// the rows are inline, comments, the order of declarations and the names of enum members are not in it.
std::string fingerprint_text(const model::Projection& projection);

/// Tells rows apart: those of another fingerprint are built anew from history.
std::uint64_t fingerprint_of(const model::Projection& projection);

}  // namespace cqrsc::compat
