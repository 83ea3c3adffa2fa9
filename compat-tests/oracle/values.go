package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Values travel as JSON. What JSON has stands for itself; any other Go value is {"$t": type, "v": its content}.

const deepest = 40

func tagged(kind string, content any) map[string]any { return map[string]any{"$t": kind, "v": content} }

func encode(value any) any { return encodeValue(reflect.ValueOf(value), 0) }

func encodeValue(v reflect.Value, depth int) any {
	if !v.IsValid() {
		return nil
	}
	if depth > deepest {
		return tagged("!deep", nil)
	}
	if v.CanInterface() {
		if content, special := encodeSpecial(v); special {
			return content
		}
	}
	name := v.Type().String()
	switch v.Kind() {
	case reflect.Bool:
		return plainOr(name == "bool", name, v.Bool())
	case reflect.String:
		if name == "string" && !utf8.ValidString(v.String()) {
			return tagged(name, base64.StdEncoding.EncodeToString([]byte(v.String())))
		}
		return plainOr(name == "string", name, v.String())
	case reflect.Float32:
		return tagged(name, strconv.FormatFloat(v.Float(), 'g', -1, 32))
	case reflect.Float64:
		return tagged(name, strconv.FormatFloat(v.Float(), 'g', -1, 64))
	case reflect.Complex64, reflect.Complex128:
		return tagged(name, fmt.Sprint(v.Complex()))
	case reflect.Func:
		return tagged("func", name)
	case reflect.Interface:
		return encodeValue(v.Elem(), depth+1)
	case reflect.Struct:
		return tagged("struct "+name, encodeFields(v, depth))
	case reflect.Array:
		return tagged(name, encodeItems(v, depth))
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if v.IsNil() {
			return tagged("nil:"+name, nil)
		}
		return encodeReference(v, name, depth)
	}
	if v.CanInt() {
		return tagged(name, strconv.FormatInt(v.Int(), 10))
	}
	if v.CanUint() {
		return tagged(name, strconv.FormatUint(v.Uint(), 10))
	}
	return tagged("!"+name, nil)
}

func plainOr(plain bool, name string, content any) any {
	if plain {
		return content
	}
	return tagged(name, content)
}

func encodeSpecial(v reflect.Value) (any, bool) {
	switch value := v.Interface().(type) {
	case time.Time:
		content := tagged("time.Time", value.Format(time.RFC3339Nano))
		content["zone"] = value.Location().String()
		return content, true
	case time.Duration:
		return tagged("time.Duration", strconv.FormatInt(value.Nanoseconds(), 10)), true
	case *time.Location:
		return tagged("*time.Location", value.String()), true
	case []byte:
		return tagged("[]byte", base64.StdEncoding.EncodeToString(value)), true
	case error:
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return tagged("nil:"+v.Type().String(), nil), true
		}
		return tagged("error", value.Error()), true
	}
	return nil, false
}

func encodeReference(v reflect.Value, name string, depth int) any {
	switch v.Kind() {
	case reflect.Pointer:
		return tagged("ptr", encodeValue(v.Elem(), depth+1))
	case reflect.Slice:
		return plainOr(name == "[]interface {}", name, encodeItems(v, depth))
	default:
		if name == "map[string]interface {}" {
			if content, plain := encodeObject(v, depth); plain {
				return content
			}
		}
		return tagged(name, encodeEntries(v, depth))
	}
}

func encodeItems(v reflect.Value, depth int) []any {
	items := make([]any, v.Len())
	for i := range items {
		items[i] = encodeValue(v.Index(i), depth+1)
	}
	return items
}

func encodeFields(v reflect.Value, depth int) map[string]any {
	fields := map[string]any{}
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() {
			fields[field.Name] = encodeValue(v.Field(i), depth+1)
		}
	}
	return fields
}

func encodeObject(v reflect.Value, depth int) (map[string]any, bool) {
	object := map[string]any{}
	for entry := v.MapRange(); entry.Next(); {
		key := entry.Key().String()
		if key == "$t" || !utf8.ValidString(key) {
			return nil, false
		}
		object[key] = encodeValue(entry.Value(), depth+1)
	}
	return object, true
}

// encodeEntries lists a map's [key, value], ordered by the JSON of the key.
func encodeEntries(v reflect.Value, depth int) []any {
	entries := map[string]any{}
	order := []string{}
	for entry := v.MapRange(); entry.Next(); {
		key := encodeValue(entry.Key(), depth+1)
		text, _ := json.Marshal(key)
		entries[string(text)] = []any{key, encodeValue(entry.Value(), depth+1)}
		order = append(order, string(text))
	}
	slices.Sort(order)
	list := make([]any, len(order))
	for i, key := range order {
		list[i] = entries[key]
	}
	return list
}

// decode is the inverse of encode for what an environment may hold. Bare numbers are int64 where they fit, else
// float64, as Kubernetes reads them.
func decode(content any) (any, error) {
	switch value := content.(type) {
	case json.Number:
		return decodeNumber(value.String())
	case []any:
		items := make([]any, len(value))
		for i := range value {
			item, err := decode(value[i])
			if err != nil {
				return nil, err
			}
			items[i] = item
		}
		return items, nil
	case map[string]any:
		if kind, ok := value["$t"].(string); ok {
			return decodeTagged(kind, value)
		}
		object := make(map[string]any, len(value))
		for key := range value {
			member, err := decode(value[key])
			if err != nil {
				return nil, err
			}
			object[key] = member
		}
		return object, nil
	}
	return content, nil
}

func decodeNumber(text string) (any, error) {
	if !strings.ContainsAny(text, ".eE") {
		if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
			return whole, nil
		}
	}
	return strconv.ParseFloat(text, 64)
}

// types are those that a tag may name, less the ones with a notation of their own.
var types = func() map[string]reflect.Type {
	known := map[string]reflect.Type{}
	for _, example := range []any{
		int(0), int32(0), int64(0), uint8(0), uint64(0), float32(0), float64(0), time.Duration(0),
		[]any{}, []string{}, []int{}, []int64{}, []float64{}, [][]any{},
		map[string]any{}, map[string]string{}, map[string]int{}, map[int]string{}, map[any]any{}, map[string][]byte{},
	} {
		known[reflect.TypeOf(example).String()] = reflect.TypeOf(example)
	}
	return known
}()

func decodeTagged(kind string, whole map[string]any) (any, error) {
	content := whole["v"]
	text, _ := content.(string)
	switch kind {
	case "func":
		if function := helper(text); function != nil {
			return function, nil
		}
		return nil, fmt.Errorf("no helper %q", text)
	case "string":
		raw, err := base64.StdEncoding.DecodeString(text)
		return string(raw), err
	case "[]byte":
		return base64.StdEncoding.DecodeString(text)
	case "time.Time":
		zone, _ := whole["zone"].(string)
		return decodeTime(text, zone)
	}
	if typed, isNil := strings.CutPrefix(kind, "nil:"); isNil && types[typed] != nil {
		return reflect.Zero(types[typed]).Interface(), nil
	}
	target, known := types[kind]
	if !known {
		return nil, fmt.Errorf("no type %q", kind)
	}
	v, err := decodeAs(target, content)
	if err != nil {
		return nil, err
	}
	return v.Interface(), nil
}

func decodeTime(text, zone string) (time.Time, error) {
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || zone == "" {
		return parsed, err
	}
	if location, err := time.LoadLocation(zone); err == nil {
		return parsed.In(location), nil
	}
	return parsed, nil
}

func decodeAs(target reflect.Type, content any) (reflect.Value, error) {
	made := reflect.New(target).Elem()
	text, _ := content.(string)
	list, _ := content.([]any)
	var err error
	switch {
	case made.CanInt():
		var n int64
		n, err = strconv.ParseInt(text, 10, target.Bits())
		made.SetInt(n)
	case made.CanUint():
		var n uint64
		n, err = strconv.ParseUint(text, 10, target.Bits())
		made.SetUint(n)
	case made.CanFloat():
		var n float64
		n, err = strconv.ParseFloat(text, target.Bits())
		made.SetFloat(n)
	case target.Kind() == reflect.Slice:
		made.Set(reflect.MakeSlice(target, 0, len(list)))
		for _, content := range list {
			item, err := decodeElement(target.Elem(), content)
			if err != nil {
				return made, err
			}
			made.Set(reflect.Append(made, item))
		}
	case target.Kind() == reflect.Map:
		made.Set(reflect.MakeMap(target))
		for _, entry := range list {
			pair, ok := entry.([]any)
			if !ok || len(pair) != 2 {
				return made, fmt.Errorf("an entry of %s is not [key, value]", target)
			}
			key, err := decodeElement(target.Key(), pair[0])
			if err != nil {
				return made, err
			}
			value, err := decodeElement(target.Elem(), pair[1])
			if err != nil {
				return made, err
			}
			made.SetMapIndex(key, value)
		}
	}
	return made, err
}

func decodeElement(target reflect.Type, content any) (reflect.Value, error) {
	value, err := decode(content)
	if err != nil || value == nil {
		return reflect.Zero(target), err
	}
	v := reflect.ValueOf(value)
	if target.Kind() == reflect.Interface {
		return v, nil
	}
	if !v.CanConvert(target) {
		return v, fmt.Errorf("%s is not a %s", v.Type(), target)
	}
	return v.Convert(target), nil
}
