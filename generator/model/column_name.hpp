#pragma once

#include <string>
#include <string_view>

namespace cqrsc::model {

/// `ownerName` → `owner_name`, `IBANCode` → `iban_code`: how C++ and SQL call a field. Underscores never double, lead
/// or trail.
std::string snake_case(std::string_view name);

}  // namespace cqrsc::model
