#include "plain.hpp"

namespace evolution {

std::uint64_t Random::bits() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

bool operator==(const Type& a, const Type& b) {
  const bool same = a.kind == b.kind && a.bits == b.bits && a.is_signed == b.is_signed && a.precision == b.precision &&
                    a.scale == b.scale && a.name == b.name && a.version == b.version;
  if (!same || (a.inner == nullptr) != (b.inner == nullptr)) return false;
  return a.inner == nullptr || *a.inner == *b.inner;
}

Type optional_of(Type inner) {
  Type type{.kind = Kind::Optional};
  type.inner = std::make_shared<const Type>(std::move(inner));
  return type;
}

Type list_of(Type inner) {
  Type type{.kind = Kind::List};
  type.inner = std::make_shared<const Type>(std::move(inner));
  return type;
}

void collect_values(const Type& type, std::map<std::string, int>& values) {
  if (type.kind == Kind::Value || type.kind == Kind::Union) values[type.name] = type.version;
  if (type.inner != nullptr) collect_values(*type.inner, values);
}

Type with_version(const Type& type, const std::string& name, int version) {
  Type changed = type;
  if ((type.kind == Kind::Value || type.kind == Kind::Union) && type.name == name) changed.version = version;
  if (type.inner != nullptr) changed.inner = std::make_shared<const Type>(with_version(*type.inner, name, version));
  return changed;
}

const Field* find(const std::vector<Field>& fields, const std::string& name) {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

const Alternative* find(const UnionLayout& layout, const std::string& name) {
  for (const Alternative& alternative : layout.alternatives)
    if (alternative.name == name) return &alternative;
  return nullptr;
}

std::map<std::string, int> newest_of(const Domain& domain) {
  std::map<std::string, int> newest;
  for (const auto& [name, value] : domain.values) newest[name] = value.newest();
  for (const auto& [name, one] : domain.unions) newest[name] = one.newest();
  return newest;
}

std::vector<Field> fields_within(const Domain& domain, const std::string& name, int version) {
  const auto value = domain.values.find(name);
  if (value != domain.values.end()) return value->second.versions.at(version).fields;
  std::vector<Field> fields;
  for (const Alternative& alternative : domain.unions.at(name).versions.at(version).alternatives)
    fields.insert(fields.end(), alternative.fields.begin(), alternative.fields.end());
  return fields;
}

Type refreshed(const Domain& domain, Type type) {
  for (const auto& [name, version] : newest_of(domain)) type = with_version(type, name, version);
  return type;
}

bool is_current(const Event& event) { return !event.becomes.has_value(); }

const Field* noted_text(const Layout& layout) {
  for (const Field& field : layout.fields)
    if (field.type.kind == Kind::Text) return &field;
  return nullptr;
}

const Field* noted_number(const Layout& layout) {
  for (const Field& field : layout.fields)
    if (field.type.kind == Kind::Integer && field.type.bits == 32 && field.type.is_signed) return &field;
  return nullptr;
}

namespace {

class Printer {
 public:
  explicit Printer(const Domain& domain) : domain_(domain) {}

  std::string print() {
    line("context fuzz");
    line("id ThingId = " + domain_.key_base);
    for (const auto& [name, one] : domain_.enums) print(one);
    for (const auto& [name, value] : domain_.values) {
      for (auto at = value.versions.rbegin(); at != value.versions.rend(); ++at)
        layout("value " + name, at->first, at->second, at == value.versions.rbegin(), "");
    }
    for (const auto& [name, one] : domain_.unions) print(one);
    line("aggregate " + domain_.aggregate + " by ThingId {");
    line("  state { count: int64  total: int64  last: string  log: list<string> }");
    for (const auto& [name, event] : domain_.events) print(event);
    line("  snapshot every 100 events");
    line("}");
    return out_;
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  void print(const Enum& one) {
    std::string text = "enum " + one.name + " {";
    for (const auto& [member, number] : one.members) text += " " + member + " = " + std::to_string(number);
    line(text + " }");
  }

  void print(const Union& one) {
    for (auto at = one.versions.rbegin(); at != one.versions.rend(); ++at) {
      in_current_ = at == one.versions.rbegin();
      line("union " + one.name + " v" + std::to_string(at->first) + " {");
      for (const Alternative& alternative : at->second.alternatives) {
        std::string text = "    " + alternative.name + " = " + std::to_string(alternative.number) + " {";
        for (const Field& field : alternative.fields) text += " " + field_text(field);
        line(text + " }");
      }
      if (!at->second.from.empty()) {
        line("    from v" + std::to_string(at->first - 1) + " {");
        for (const Arm& arm : at->second.from) line("      " + arm_text(at->second, arm));
        line("    }");
      }
      line("}");
    }
    in_current_ = true;
  }

  std::string arm_text(const UnionLayout& layout, const Arm& arm) {
    const Alternative* to = find(layout, arm.to);
    std::string text = arm.from + " => " + arm.to + " {";
    for (const Mapping& mapping : arm.fields)
      text += " " + assignment(to == nullptr ? std::vector<Field>() : to->fields, mapping);
    return text + " }";
  }

  std::string field_text(const Field& field) {
    return field.name + ": " + type(field.type) + (field.initial ? " = " + literal(field.type, *field.initial) : "");
  }

  void layout(const std::string& head, int version, const Layout& layout, bool is_current, const std::string& behind) {
    in_current_ = is_current;
    line(head + " v" + std::to_string(version) + " {");
    for (const Field& field : layout.fields) line("    " + field_text(field));
    if (!layout.from.empty()) {
      line("    from v" + std::to_string(version - 1) + " {");
      for (const Mapping& mapping : layout.from) line("      " + assignment(layout.fields, mapping));
      line("    }");
    }
    line("}" + behind);
    in_current_ = true;
  }

  void print(const Event& event) {
    for (auto at = event.versions.rbegin(); at != event.versions.rend(); ++at) {
      const bool last = at == event.versions.rbegin();
      const std::string head = is_current(event) ? "event " : "retired event ";
      const bool current = last && is_current(event);
      layout("  " + head + event.name, at->first, at->second, current, last && event.becomes ? outcome(event) : "");
    }
    if (!is_current(event)) return;
    line("  command Do" + event.name + " may create {");
    for (const Field& field : event.current().fields) line("    " + field.name + ": " + type(field.type));
    line("    emit " + event.name);
    line("  }");
    std::string handler = "  on " + event.name + " { count += 1  log += \"" + event.name + "\"";
    if (const Field* text = noted_text(event.current())) handler += "  last = " + text->name;
    if (const Field* number = noted_number(event.current())) handler += "  total += " + number->name;
    line(handler + " }");
  }

  std::string outcome(const Event& event) {
    const Outcome& outcome = *event.becomes;
    if (outcome.test.empty()) return " becomes " + made(outcome.then);
    const Field* tested = find(event.current().fields, outcome.test);
    const bool flag = tested != nullptr && tested->type.kind == Kind::Bool;
    return " becomes if " + outcome.test + (flag ? "" : " != none") + " { " + made(outcome.then) + " } else { " +
           made(outcome.otherwise) + " }";
  }

  std::string made(const std::vector<Made>& events) {
    if (events.empty()) return "nothing";
    std::string text;
    for (const Made& one : events) {
      const auto target = domain_.events.find(one.event);
      text += (text.empty() ? "" : ", ") + one.event;
      if (target == domain_.events.end()) continue;
      if (one.version != target->second.newest()) text += " v" + std::to_string(one.version);
      if (one.fields.empty()) continue;
      const auto layout = target->second.versions.find(one.version);
      text += " {";
      for (const Mapping& mapping : one.fields) {
        const bool known = layout != target->second.versions.end();
        text += " " + assignment(known ? layout->second.fields : target->second.current().fields, mapping);
      }
      text += " }";
    }
    return text;
  }

  std::string assignment(const std::vector<Field>& fields, const Mapping& mapping) {
    const Field* field = find(fields, mapping.field);
    const std::string left = mapping.field + " = ";
    switch (mapping.kind) {
      case Mapping::Kind::Constant: return left + (field == nullptr ? "0" : literal(field->type, mapping.constant));
      case Mapping::Kind::Copy: return left + mapping.old_field;
      case Mapping::Kind::InList: return left + "[" + mapping.old_field + "]";
      case Mapping::Kind::OrElse:
        return left + mapping.old_field + " ?? " + (field == nullptr ? "0" : literal(field->type, mapping.constant));
    }
    return left;
  }

  std::string type(const Type& of) {
    switch (of.kind) {
      case Kind::Bool: return "bool";
      case Kind::Integer: return (of.is_signed ? "int" : "uint") + std::to_string(of.bits);
      case Kind::Decimal: return "decimal(" + std::to_string(of.precision) + ", " + std::to_string(of.scale) + ")";
      case Kind::Text: return "string";
      case Kind::Bytes: return "bytes";
      case Kind::Uuid: return "uuid";
      case Kind::Instant: return "instant";
      case Kind::Enum: return of.name;
      case Kind::Value:
      case Kind::Union: return versioned(of);
      case Kind::Optional: return type(*of.inner) + "?";
      case Kind::List: return "list<" + type(*of.inner) + ">";
    }
    return {};
  }

  std::string versioned(const Type& of) {
    const auto newest = newest_of(domain_);
    const auto at = newest.find(of.name);
    const bool bare = at == newest.end() || at->second == 1 || (in_current_ && at->second == of.version);
    return bare ? of.name : of.name + " v" + std::to_string(of.version);
  }

  std::string literal(const Type& of, const Json& json) {
    switch (of.kind) {
      case Kind::Decimal: return json.get<std::string>();
      case Kind::Text:
      case Kind::Uuid:
      case Kind::Instant: return json.dump();
      case Kind::Enum: return member(of.name, json.get<int>());
      case Kind::Optional: return json.is_null() ? "none" : literal(*of.inner, json);
      case Kind::List: {
        std::string text = "[";
        for (const Json& element : json) text += (text.size() > 1 ? ", " : "") + literal(*of.inner, element);
        return text + "]";
      }
      case Kind::Value: {
        std::string text = versioned(of) + " {";
        for (const Field& field : domain_.values.at(of.name).versions.at(of.version).fields) {
          if (json.contains(field.name)) text += " " + field.name + " = " + literal(field.type, json.at(field.name));
        }
        return text + " }";
      }
      default: return json.dump();
    }
  }

  std::string member(const std::string& name, int number) {
    for (const auto& [member, its] : domain_.enums.at(name).members)
      if (its == number) return name + "." + member;
    return "none";
  }

  const Domain& domain_;
  bool in_current_ = true;  ///< what is history says which versions it holds
  std::string out_;
};

}  // namespace

std::string source_of(const Domain& domain) { return Printer(domain).print(); }

}  // namespace evolution
