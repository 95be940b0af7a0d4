#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::sema {

/// The candidate that `name` most likely is a slip of: the same but for case, or few edits away. None if all are far.
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates);

/// As nearest_name(), or else the one candidate with which `name` has most of its words in common: `fullName` and
/// `name`, `amountPaid` and `paid_amount`. None if there are several such.
std::optional<std::string> related_name(std::string_view name, const std::vector<std::string>& candidates);

/// Whether one may be a slip of the keyboard for the other, and not another word that begins and ends alike.
bool is_slip_of(std::string_view name, std::string_view candidate);

/// The one candidate that ends with the last word of `name`: `PalletBlocked` and `LoadUnitBlocked`. None if there are
/// several such, or `name` is of one word.
std::optional<std::string> with_the_same_last_word(std::string_view name, const std::vector<std::string>& candidates);

/// Names as a message shows them: "`a`, `b` and `c`", the first few of many.
std::string listed(const std::vector<std::string>& names);

/// Says what may have been meant by a name that is none of `candidates`: the related one, to be written instead, or
/// else what there is: "it has …", or `none` where there is nothing.
void suggest(Diagnostic& report, const syntax::Name& name, const std::vector<std::string>& candidates,
             const std::string& none);

}  // namespace cqrsc::sema
