#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "model/statement.hpp"

namespace cqrsc::model {

struct Context;

/// What every declaration has.
struct Declaration {
  std::string name;  ///< as written, without backticks
  std::string doc;   ///< Markdown of the `///` lines, without the slashes; empty: none
  Location location;
  std::optional<std::string> deprecated;  ///< `@deprecated("…")`
};

struct Field : Declaration {
  const Type* type = nullptr;
  /// `= …`: constant. In a state, a field without a written default has its type's initial value here, where there is
  /// one; null then means: a creating event sets it.
  const Expression* initial = nullptr;
  bool has_written_default = false;
  const Expression* where = nullptr;  ///< over the field itself and its siblings (FieldSource::Command or ::Record)
  std::uint32_t index = 0;            ///< position among its siblings
  bool is_personal = false;
  const Field* personal_subject = nullptr;  ///< `@personal(subject = field)`; null: the stream's id
  bool is_tag = false;
  bool is_index = false;
};

struct Invariant {
  std::string title;
  const Expression* condition = nullptr;
  Location location;
};

/// A strong identifier over uuid, string or an integer.
struct Id : Declaration {
  const Context* context = nullptr;
  const Type* base = nullptr;
  const Expression* where = nullptr;  ///< over Ambient::It
};

struct EnumMember : Declaration {
  std::uint16_t number = 0;
};
/// Open: a number that no member has survives a round trip.
struct Enum : Declaration {
  const Context* context = nullptr;
  std::deque<EnumMember> members;  ///< in the order written
};

struct ValueVersion;

/// How an older version becomes the next one: first `fields`, what carries over, has a default or is absent, then
/// `body` (FieldSource::Old on the right, the new version's fields on the left). Together they set every field.
struct Upcast {
  Location location;
  bool is_written = false;  ///< false: derived, because all that is new has a default or is optional
  std::vector<FieldInit> fields;
  Block body;
};

struct Value;

/// One version of a record. `location` and `doc` are the version's own.
struct ValueVersion : Declaration {
  const Value* value = nullptr;
  std::uint32_t version = 1;
  std::deque<Field> fields;
  std::vector<Invariant> invariants;
  std::optional<Upcast> upcast;  ///< from the version before; none for the first
};
struct Value : Declaration {
  const Context* context = nullptr;
  std::deque<ValueVersion> versions;  ///< ascending, without gaps; the last one is current
  [[nodiscard]] const ValueVersion& current() const { return versions.back(); }
};

struct Alternative : Declaration {
  std::uint16_t number = 0;
  std::deque<Field> fields;
};
struct Union;

/// What one alternative of the older version becomes. `fields` has every field of `to`, in declared order, and reads
/// those of `from` as FieldSource::Old.
struct AlternativeUpcast {
  const Alternative* from = nullptr;
  const Alternative* to = nullptr;
  bool is_written = false;  ///< false: the alternative of the same name
  std::vector<FieldInit> fields;
  Location location;
};
struct UnionUpcast {
  Location location;
  bool is_written = false;
  std::vector<AlternativeUpcast> alternatives;  ///< one for each of the older version, in its order
};

struct UnionVersion : Declaration {
  const Union* owner = nullptr;
  std::uint32_t version = 1;
  std::deque<Alternative> alternatives;
  std::optional<UnionUpcast> upcast;  ///< from the version before; none for the first
};
struct Union : Declaration {
  const Context* context = nullptr;
  std::deque<UnionVersion> versions;
  [[nodiscard]] const UnionVersion& current() const { return versions.back(); }
};

/// A rejection with a type. `message` is empty where none was written: the words of the name serve then.
struct Error : Declaration {
  const Context* context = nullptr;
  std::deque<Field> fields;
  std::vector<TextPart> message;  ///< values read FieldSource::Record
};

struct Parameter : Declaration {
  const Type* type = nullptr;
};
/// A pure function that the user writes in C++.
struct ExternFunction : Declaration {
  const Context* context = nullptr;
  std::vector<Parameter> parameters;
  const Type* result = nullptr;
  std::optional<std::uint32_t> revision;
};

}  // namespace cqrsc::model
