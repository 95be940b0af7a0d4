#pragma once

#include <cstdint>
#include <vector>

#include <sentences/lease.hpp>
#include <sentences/types.hpp>

#include <cqrs/context.hpp>
#include <cqrs/decimal.hpp>

/// A service that a program lends to what it decides itself.
struct LargestPart {
  std::int32_t parts = 3;
};

/// What the sentences leave to C++. Scenarios assume the functions.
struct SentencesLogic {
  static std::int32_t zone(std::string_view city) { return static_cast<std::int32_t>(city.size()); }
  static std::int32_t score(std::string_view name) { return static_cast<std::int32_t>(name.size()); }
  static cqrs::Decimal<9, 2> fee(std::int32_t days, sentences::Currency) { return days; }

  /// One part after the other, as many as are asked for.
  static sentences::Decision<sentences::Part> decide(const sentences::LeaseState&, const sentences::Part& command,
                                                     const cqrs::Context& context) {
    const bool from_program = context.actor().id == "program";
    const std::int32_t most = from_program ? context.service<LargestPart>().parts : LargestPart{}.parts;
    if (command.parts > most) return sentences::TooMany{.most = most};
    if (command.parts == 0 || !context.actor().id) return cqrs::nothing;
    std::vector<sentences::Parted> parts;
    for (std::int32_t part = 1; part <= command.parts; ++part) parts.push_back({.part = part});
    return parts;
  }
};
