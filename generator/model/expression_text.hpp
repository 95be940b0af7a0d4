#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/statement.hpp"

namespace cqrsc::model {

enum class TextStyle : std::uint8_t {
  /// Types as the language writes them, and how a value came about where it was not written.
  ForPeople,
  /// Says the same of all that means the same: versions of types always (`Money v1`), enum members by their numbers
  /// (`Currency.2`), nothing about what was written and what carried over. Lock files and fingerprints are made of it.
  Canonical,
};

/// An expression in one line, with all that analysis made explicit: sources of names, conversions, types of literals.
/// For people and snapshots: `add(state.balance.amount, rescale(command.fee) : decimal(18, 2))`.
std::string to_text(const Expression& expression, TextStyle style = TextStyle::ForPeople);
/// Statements, one a line, nested ones indented by two spaces.
std::vector<std::string> to_lines(const Block& block, TextStyle style = TextStyle::ForPeople);
/// `field = value` of a construction, with how it came about where it was not written.
std::string to_text(const std::vector<FieldInit>& fields, TextStyle style = TextStyle::ForPeople);

/// The words that both are made of, and that are told to other programs: `state`, `actor.id`, `rescale`,
/// `less_or_equal`, `startsWith`.
const char* source_text(FieldSource source);
const char* ambient_text(Ambient what);
const char* conversion_text(ConversionKind kind);
const char* operator_text(BinaryOperator op);
const char* function_text(BuiltinFunction function);

}  // namespace cqrsc::model
