/// What other languages write where this one has a word or form of its own. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/type.hpp"

namespace cqrsc::sema {

/// `none`, `true` or `false` for a name that stands for it elsewhere; empty if it is none.
std::string_view own_literal(std::string_view foreign);
/// The function of the language for one of another name; empty if there is none.
std::string_view own_function(std::string_view foreign);
/// The field of `meta` for one of another name; empty if there is none.
std::string_view own_meta(std::string_view foreign);
/// What stands for a member of a clock or of a library of times elsewhere, `DateTime.UtcNow`; empty if it is none.
std::string_view own_clock(std::string_view object, std::string_view member);
/// The test that stands for a property of an optional elsewhere: " != none" for `isDefined`; empty if it is none.
std::string_view own_none_test(std::string_view property);
/// What is done here instead of calling a function of that name; empty if that is not known.
std::string_view function_advice(std::string_view foreign);
/// Whether a pattern of this name takes what is left in other languages.
bool is_default_elsewhere(std::string_view name);
/// The same value as a literal of a type, where a text was written for it: "true", "1.50", "5m".
std::optional<std::string> without_quotes(const std::string& text, const model::Type& type);
/// Whether a text has digits where a date has them: "2026-02-30".
bool is_date_shaped(std::string_view text);
/// The same day or time in the one form that is read; nothing where it cannot be known.
std::optional<std::string> as_date(std::string_view text);
std::optional<std::string> as_instant(std::string_view text);

}  // namespace cqrsc::sema
