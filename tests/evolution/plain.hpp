// A domain as the fuzz test knows it: plain data, and what may become of it by rules of its own. Nothing here calls the
// compiler: it is what the compiler is compared with.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace evolution {

using Json = nlohmann::json;

/// SplitMix64: the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits();
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(bits() % limit); }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  template <class T>
  T& pick(std::vector<T>& from) {
    return from[below(from.size())];
  }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

enum class Kind : std::uint8_t {
  Bool,
  Integer,
  Decimal,
  Text,
  Bytes,
  Uuid,
  Instant,
  Enum,
  Value,
  Union,
  Optional,
  List
};

struct Type {
  Kind kind = Kind::Bool;
  int bits = 0;  ///< Integer
  bool is_signed = true;
  int precision = 0;  ///< Decimal
  int scale = 0;
  std::string name = {};  ///< Enum, Value, Union
  int version = 0;        ///< Value, Union
  std::shared_ptr<const Type> inner = {};

  friend bool operator==(const Type& a, const Type& b);
};
Type optional_of(Type inner);
Type list_of(Type inner);
/// Every value and union that it holds, itself included.
void collect_values(const Type& type, std::map<std::string, int>& values);
/// `type` with the value or union of that name in another version.
Type with_version(const Type& type, const std::string& name, int version);

struct Field {
  std::string name;
  Type type;
  std::optional<Json> initial;  ///< a written default
};

/// One line of a mapping: what a new field is, of the older record.
struct Mapping {
  enum class Kind : std::uint8_t {
    Constant,  ///< `constant`
    Copy,      ///< the older field, converted where the new type is wider, optional, or holds newer values
    InList,    ///< a list of the older field alone
    OrElse,    ///< the older field, and `constant` where that is none
  };
  std::string field;
  Kind kind = Kind::Constant;
  std::string old_field;
  Json constant;
};

struct Layout {
  std::vector<Field> fields;
  std::vector<Mapping> from;  ///< from the version before; what carries over by itself is not in it
};

/// An event that a retired one becomes, in the version that was newest then. Fields carry over by name but for these.
struct Made {
  std::string event;
  int version = 1;
  std::vector<Mapping> fields;
};
struct Outcome {
  std::string test;  ///< a field that is bool or optional: whether it is true or there; empty: always `then`
  std::vector<Made> then;
  std::vector<Made> otherwise;
};

struct Event {
  std::string name;
  std::map<int, Layout> versions;
  std::optional<Outcome> becomes;  ///< retired
  [[nodiscard]] int newest() const { return versions.rbegin()->first; }
  [[nodiscard]] const Layout& current() const { return versions.rbegin()->second; }
};
struct Value {
  std::string name;
  std::map<int, Layout> versions;
  [[nodiscard]] int newest() const { return versions.rbegin()->first; }
  [[nodiscard]] const Layout& current() const { return versions.rbegin()->second; }
};
struct Alternative {
  std::string name;
  int number = 0;
  std::vector<Field> fields;
};
/// What an alternative of the version before becomes; what has the same name becomes that by itself.
struct Arm {
  std::string from;
  std::string to;
  std::vector<Mapping> fields;
};
struct UnionLayout {
  std::vector<Alternative> alternatives;
  std::vector<Arm> from;
};
struct Union {
  std::string name;
  std::map<int, UnionLayout> versions;
  [[nodiscard]] int newest() const { return versions.rbegin()->first; }
  [[nodiscard]] const UnionLayout& current() const { return versions.rbegin()->second; }
};

struct Enum {
  std::string name;
  std::map<std::string, int> members;
  std::map<int, std::string> gone;  ///< numbers of members that were released once
};

struct Domain {
  std::string aggregate = "Thing";
  std::string key_base = "uuid";
  std::map<std::string, Enum> enums;
  std::map<std::string, Value> values;
  std::map<std::string, Union> unions;
  std::map<std::string, Event> events;
};

const Alternative* find(const UnionLayout& layout, const std::string& name);
/// The newest version of each value and union.
std::map<std::string, int> newest_of(const Domain& domain);
/// All fields within a version of a value or union.
std::vector<Field> fields_within(const Domain& domain, const std::string& name, int version);
/// The type as what is current holds it.
Type refreshed(const Domain& domain, Type type);

const Field* find(const std::vector<Field>& fields, const std::string& name);
/// Whether it is not retired.
bool is_current(const Event& event);

/// The source of the domain, a `.cqrs` file.
std::string source_of(const Domain& domain);
/// Which field of an event the state takes note of, if there is one: the first text, the first integer of 32 bits.
const Field* noted_text(const Layout& layout);
const Field* noted_number(const Layout& layout);

/// Notes which numbers of enums the next release leaves, that something stored may hold.
void remember_gone(const Domain& released, Domain& next);

/// Why `now` may not follow `released`; empty where it may. The rules of the language, on plain data.
std::string refusal(const Domain& released, const Domain& now);

}  // namespace evolution
