#pragma once

// What the plain headers of generated code need: the types that fields are made of.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/collections.hpp>
#include <cqrs/date.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/id.hpp>
#include <cqrs/time.hpp>
#include <cqrs/union.hpp>
#include <cqrs/uuid.hpp>

/// The generated code and the runtime it is compiled against belong to the same format.
#define CQRS_GENERATED_FORMAT 1

namespace cqrs {
class JsonReader;
class JsonWriter;
class Printer;
}  // namespace cqrs
