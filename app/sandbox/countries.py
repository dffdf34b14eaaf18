# ruff: noqa: E501 - the table below is data, one line a country
"""The countries of the world with some of their real regions and cities: facts, one line each.

A line is: name | code | weight among creators | whose names people bear | languages | how many of its
cities are large | regions with cities.
Regions are written `Region=City,City;Region=City`; a small country has cities without a region (`=City,City`).
"""

COUNTRY_LINES = """
United States|US|180|en|en es|12|New York State=New York,Buffalo,Rochester;California=Los Angeles,San Francisco,San Diego,Sacramento;Illinois=Chicago;Texas=Houston,Dallas,Austin,San Antonio;Florida=Miami,Tampa,Orlando;Washington=Seattle,Spokane;Colorado=Denver,Boulder;Georgia=Atlanta,Savannah;Massachusetts=Boston;Oregon=Portland,Eugene;Tennessee=Nashville,Memphis;Pennsylvania=Philadelphia,Pittsburgh;Arizona=Phoenix,Tucson;Ohio=Columbus,Cleveland;Michigan=Detroit;North Carolina=Charlotte,Raleigh;Nevada=Las Vegas,Reno;Utah=Salt Lake City;Minnesota=Minneapolis;Louisiana=New Orleans;Hawaii=Honolulu;Alaska=Anchorage;Missouri=Kansas City;Virginia=Richmond;Wisconsin=Milwaukee;Indiana=Indianapolis;Maryland=Baltimore;Vermont=Burlington;Maine=;Montana=;New Jersey=;Oklahoma=;Kentucky=;Alabama=;South Carolina=;Iowa=;Kansas=;Nebraska=;Idaho=Boise;New Mexico=Santa Fe
United Kingdom|GB|70|en|en|9|England=London,Manchester,Birmingham,Leeds,Bristol,Liverpool,Brighton,Sheffield,Newcastle;Scotland=Glasgow,Edinburgh,Aberdeen;Wales=Cardiff,Swansea;Northern Ireland=Belfast
Canada|CA|34|en|en fr|7|Ontario=Toronto,Ottawa,Hamilton;British Columbia=Vancouver,Victoria;Quebec=Montreal,Quebec City;Alberta=Calgary,Edmonton;Manitoba=Winnipeg;Nova Scotia=Halifax;Saskatchewan=;New Brunswick=
Australia|AU|28|en|en|6|New South Wales=Sydney,Newcastle;Victoria=Melbourne,Geelong;Queensland=Brisbane,Gold Coast,Cairns;Western Australia=Perth;South Australia=Adelaide;Tasmania=Hobart;Northern Territory=Darwin
Ireland|IE|8|en|en ga|4|Leinster=Dublin,Kilkenny;Munster=Cork,Limerick;Connacht=Galway;Ulster=
New Zealand|NZ|7|en|en|4|Auckland Region=Auckland;Wellington Region=Wellington;Canterbury=Christchurch;Otago=Queenstown,Dunedin;Waikato=Hamilton
Germany|DE|52|de|de en|8|Berlin=Berlin;Hamburg=Hamburg;Bavaria=Munich,Nuremberg,Augsburg;North Rhine-Westphalia=Cologne,Dusseldorf,Dortmund,Essen;Hesse=Frankfurt,Kassel;Baden-Wurttemberg=Stuttgart,Freiburg,Mannheim;Saxony=Leipzig,Dresden;Lower Saxony=Hanover;Bremen=Bremen;Rhineland-Palatinate=Mainz;Schleswig-Holstein=Kiel;Thuringia=Erfurt;Brandenburg=Potsdam;Saxony-Anhalt=Magdeburg;Saarland=;Mecklenburg-Vorpommern=Rostock
Austria|AT|10|de|de en|5|Vienna=Vienna;Styria=Graz;Upper Austria=Linz;Salzburg=Salzburg;Tyrol=Innsbruck;Carinthia=Klagenfurt;Lower Austria=;Vorarlberg=Bregenz
Switzerland|CH|11|de|de fr|5|Zurich=Zurich,Winterthur;Geneva=Geneva;Basel=Basel;Bern=Bern;Vaud=Lausanne,Montreux;Ticino=Lugano;Lucerne=Lucerne;Graubunden=
France|FR|50|fr|fr en|8|Ile-de-France=Paris;Provence-Alpes-Cote d'Azur=Marseille,Nice;Auvergne-Rhone-Alpes=Lyon,Grenoble;Occitanie=Toulouse,Montpellier;Pays de la Loire=Nantes;Nouvelle-Aquitaine=Bordeaux;Hauts-de-France=Lille;Grand Est=Strasbourg,Reims;Brittany=Rennes,Brest;Normandy=Rouen;Burgundy=Dijon;Corsica=Ajaccio;Centre-Val de Loire=Tours
Belgium|BE|11|fr|fr nl|5|Brussels=Brussels;Flanders=Antwerp,Ghent,Bruges,Leuven;Wallonia=Liege,Namur
Spain|ES|44|es|es en|7|Madrid=Madrid;Catalonia=Barcelona,Girona;Valencian Community=Valencia,Alicante;Andalusia=Seville,Malaga,Granada;Basque Country=Bilbao,San Sebastian;Aragon=Zaragoza;Galicia=A Coruna,Vigo;Canary Islands=Las Palmas;Balearic Islands=Palma;Castile and Leon=Salamanca;Murcia=Murcia;Asturias=Oviedo
Mexico|MX|44|es|es|6|Mexico City=Mexico City;Jalisco=Guadalajara;Nuevo Leon=Monterrey;Puebla=Puebla;Quintana Roo=Cancun;Baja California=Tijuana;Yucatan=Merida;Oaxaca=Oaxaca;Guanajuato=Leon;Veracruz=Veracruz;Chiapas=
Argentina|AR|26|es|es|5|Buenos Aires Province=Buenos Aires,La Plata,Mar del Plata;Cordoba=Cordoba;Santa Fe=Rosario;Mendoza=Mendoza;Salta=Salta;Rio Negro=Bariloche
Colombia|CO|22|es|es|5|Cundinamarca=Bogota;Antioquia=Medellin;Valle del Cauca=Cali;Bolivar=Cartagena;Atlantico=Barranquilla;Santander=
Chile|CL|12|es|es|4|Santiago Metropolitan=Santiago;Valparaiso=Valparaiso;Biobio=Concepcion;Coquimbo=La Serena;Antofagasta=Antofagasta
Peru|PE|10|es|es|4|Lima=Lima;Arequipa=Arequipa;Cusco=Cusco;La Libertad=Trujillo;Piura=
Brazil|BR|80|pt|pt|8|Sao Paulo State=Sao Paulo,Campinas,Santos;Rio de Janeiro State=Rio de Janeiro,Niteroi;Minas Gerais=Belo Horizonte;Bahia=Salvador;Parana=Curitiba;Ceara=Fortaleza;Pernambuco=Recife;Rio Grande do Sul=Porto Alegre;Santa Catarina=Florianopolis;Goias=Goiania;Distrito Federal=Brasilia;Amazonas=Manaus;Para=Belem
Portugal|PT|12|pt|pt en|5|Lisbon=Lisbon,Sintra;Norte=Porto,Braga;Centro=Coimbra,Aveiro;Algarve=Faro;Alentejo=Evora;Madeira=Funchal;Azores=
Italy|IT|46|it|it en|8|Lazio=Rome;Lombardy=Milan,Bergamo;Campania=Naples,Salerno;Piedmont=Turin;Emilia-Romagna=Bologna,Modena;Tuscany=Florence,Pisa;Sicily=Palermo,Catania;Veneto=Verona,Venice;Puglia=Bari;Liguria=Genoa;Sardinia=Cagliari;Umbria=Perugia;Calabria=;Marche=
Netherlands|NL|18|nl|nl en|5|North Holland=Amsterdam,Haarlem;South Holland=Rotterdam,The Hague,Leiden;Utrecht=Utrecht;North Brabant=Eindhoven;Groningen=Groningen;Limburg=Maastricht;Gelderland=Nijmegen;Friesland=
Sweden|SE|14|nordic|sv en|4|Stockholm=Stockholm;Vastra Gotaland=Gothenburg;Skane=Malmo,Lund;Uppsala=Uppsala;Norrbotten=Lulea;Dalarna=
Norway|NO|10|nordic|no en|5|Oslo=Oslo;Vestland=Bergen;Trondelag=Trondheim;Rogaland=Stavanger;Troms=Tromso;Agder=Kristiansand
Denmark|DK|10|nordic|da en|4|Capital Region=Copenhagen;Central Denmark=Aarhus;Southern Denmark=Odense;North Denmark=Aalborg;Zealand=Roskilde
Finland|FI|8|nordic|fi en|4|Uusimaa=Helsinki,Espoo;Pirkanmaa=Tampere;Southwest Finland=Turku;North Ostrobothnia=Oulu;Lapland=Rovaniemi
Poland|PL|24|pl|pl en|6|Masovia=Warsaw;Lesser Poland=Krakow;Lower Silesia=Wroclaw;Pomerania=Gdansk,Sopot;Greater Poland=Poznan;Lodz=Lodz;Silesia=Katowice;Lublin=Lublin
Czechia|CZ|10|pl|cs en|4|Prague=Prague;South Moravia=Brno;Moravia-Silesia=Ostrava;Plzen=Plzen;Liberec=Liberec
Hungary|HU|8|hu|hu en|4|Budapest=Budapest;Hajdu-Bihar=Debrecen;Csongrad=Szeged;Baranya=Pecs;Gyor-Moson-Sopron=Gyor
Romania|RO|12|ro|ro en|5|Bucharest=Bucharest;Cluj=Cluj-Napoca;Timis=Timisoara;Iasi=Iasi;Brasov=Brasov;Constanta=Constanta
Greece|GR|12|el|el en|4|Attica=Athens,Piraeus;Central Macedonia=Thessaloniki;Western Greece=Patras;Crete=Heraklion,Chania;South Aegean=Rhodes
Turkey|TR|36|tr|tr|5|Istanbul=Istanbul;Ankara=Ankara;Izmir=Izmir;Antalya=Antalya;Bursa=Bursa;Adana=Adana;Gaziantep=Gaziantep;Trabzon=Trabzon
Ukraine|UA|14|uk|uk ru|5|Kyiv=Kyiv;Lviv Oblast=Lviv;Odesa Oblast=Odesa;Kharkiv Oblast=Kharkiv;Dnipropetrovsk Oblast=Dnipro
Kazakhstan|KZ|8|ru|ru kk|3|Almaty=Almaty;Astana=Astana;Shymkent=Shymkent;Karaganda Region=Karaganda
Bulgaria|BG|7|ru|bg en|4|Sofia=Sofia;Plovdiv=Plovdiv;Varna=Varna;Burgas=Burgas
Serbia|RS|7|pl|sr en|3|Belgrade=Belgrade;Vojvodina=Novi Sad;Southern Serbia=Nis
United Arab Emirates|AE|16|ar|ar en|3|Dubai=Dubai;Abu Dhabi=Abu Dhabi,Al Ain;Sharjah=Sharjah;Ajman=
Saudi Arabia|SA|18|ar|ar|4|Riyadh=Riyadh;Makkah=Jeddah,Mecca;Eastern Province=Dammam;Madinah=Medina
Egypt|EG|18|ar|ar|4|Cairo=Cairo;Alexandria=Alexandria;Giza=Giza;Luxor=Luxor;Red Sea=Hurghada
Morocco|MA|10|ar|ar fr|4|Casablanca-Settat=Casablanca;Rabat-Sale=Rabat;Marrakesh-Safi=Marrakesh;Fes-Meknes=Fes;Souss-Massa=Agadir
Israel|IL|10|he|he en|4|Tel Aviv District=Tel Aviv;Jerusalem District=Jerusalem;Haifa District=Haifa;Southern District=Eilat,Beersheba
India|IN|120|hi|hi en|9|Maharashtra=Mumbai,Pune,Nagpur;Delhi=Delhi;Karnataka=Bengaluru,Mysuru;Telangana=Hyderabad;Tamil Nadu=Chennai,Coimbatore;West Bengal=Kolkata;Rajasthan=Jaipur,Udaipur;Goa=Goa;Gujarat=Ahmedabad,Surat;Kerala=Kochi;Punjab=Amritsar;Uttar Pradesh=Lucknow,Varanasi;Bihar=Patna;Assam=Guwahati;Himachal Pradesh=Shimla;Madhya Pradesh=Indore;Odisha=
Nepal|NP|5|hi|ne en|3|Bagmati=Kathmandu,Lalitpur;Gandaki=Pokhara
Pakistan|PK|16|ar|ur en|4|Sindh=Karachi;Punjab=Lahore,Faisalabad;Islamabad=Islamabad;Khyber Pakhtunkhwa=Peshawar;Balochistan=
China|CN|14|zh|zh|5|Shanghai=Shanghai;Beijing=Beijing;Guangdong=Shenzhen,Guangzhou;Sichuan=Chengdu;Zhejiang=Hangzhou;Hubei=Wuhan;Jiangsu=Nanjing
Taiwan|TW|10|zh|zh|4|Taipei=Taipei;Kaohsiung=Kaohsiung;Taichung=Taichung;Tainan=Tainan
Singapore|SG|8|zh|en zh|1|=Singapore
Japan|JP|40|ja|ja|7|Tokyo=Tokyo;Osaka=Osaka;Kyoto=Kyoto;Kanagawa=Yokohama;Aichi=Nagoya;Hokkaido=Sapporo;Fukuoka=Fukuoka;Hiroshima=Hiroshima;Okinawa=Naha;Hyogo=Kobe;Miyagi=Sendai
South Korea|KR|26|ko|ko|5|Seoul=Seoul;Busan=Busan;Incheon=Incheon;Daegu=Daegu;Jeju=Jeju;Gyeonggi=Suwon;Gangwon=
Thailand|TH|18|th|th en|4|Bangkok=Bangkok;Chiang Mai=Chiang Mai;Phuket=Phuket;Chonburi=Pattaya;Khon Kaen=Khon Kaen
Vietnam|VN|16|vi|vi|4|Hanoi=Hanoi;Ho Chi Minh City=Ho Chi Minh City;Da Nang=Da Nang;Thua Thien Hue=Hue;Khanh Hoa=Nha Trang
Indonesia|ID|44|id|id en|6|Jakarta=Jakarta;East Java=Surabaya,Malang;West Java=Bandung,Bogor;Bali=Denpasar;Yogyakarta=Yogyakarta;North Sumatra=Medan;South Sulawesi=Makassar;Central Java=Semarang
Malaysia|MY|14|id|ms en|4|Kuala Lumpur=Kuala Lumpur;Penang=Penang;Johor=Johor Bahru;Sabah=Kota Kinabalu;Sarawak=Kuching;Selangor=
Philippines|PH|28|es|tl en|5|Metro Manila=Manila,Quezon City;Central Visayas=Cebu City;Davao Region=Davao;Cordillera=Baguio;Western Visayas=Iloilo
Nigeria|NG|22|af|en ha|5|Lagos State=Lagos;Federal Capital Territory=Abuja;Kano State=Kano;Oyo=Ibadan;Rivers=Port Harcourt;Edo=Benin City
Kenya|KE|10|af|sw en|3|Nairobi=Nairobi;Coast=Mombasa;Nyanza=Kisumu;Rift Valley=Nakuru,Eldoret
Ghana|GH|7|af|en|3|Greater Accra=Accra;Ashanti=Kumasi;Northern Region=Tamale
South Africa|ZA|16|af|en zu|4|Western Cape=Cape Town,Stellenbosch;Gauteng=Johannesburg,Pretoria;KwaZulu-Natal=Durban;Eastern Cape=Gqeberha;Free State=Bloemfontein
Russia|RU|12|ru|ru|6|Moscow=Moscow;Saint Petersburg=Saint Petersburg;Tatarstan=Kazan;Sverdlovsk Oblast=Yekaterinburg;Novosibirsk Oblast=Novosibirsk;Krasnodar Krai=Sochi
Croatia|HR|6|pl|hr en|5|Zagreb=Zagreb;Dalmatia=Split,Zadar,Dubrovnik;Istria=Pula
Slovakia|SK|5|pl|sk en|2|Bratislava=Bratislava;Kosice=Kosice
Slovenia|SI|4|pl|sl en|2|=Ljubljana,Maribor
Bosnia and Herzegovina|BA|3|pl|sr hr|3|=Sarajevo,Mostar,Banja Luka
Montenegro|ME|2|pl|sr|2|=Podgorica,Budva
North Macedonia|MK|2|ru|mk sq|2|=Skopje,Ohrid
Albania|AL|3|it|sq it|2|=Tirana,Durres
Kosovo|XK|2|it|sq sr|2|=Pristina,Prizren
Moldova|MD|2|ro|ro ru|2|=Chisinau,Balti
Belarus|BY|3|ru|ru|3|Minsk=Minsk;Grodno Region=Grodno;Brest Region=Brest
Lithuania|LT|4|pl|lt en|3|=Vilnius,Kaunas,Klaipeda
Latvia|LV|3|nordic|lv ru|2|=Riga,Jurmala
Estonia|EE|3|nordic|et en|2|=Tallinn,Tartu
Iceland|IS|2|nordic|is en|2|=Reykjavik,Akureyri
Luxembourg|LU|2|fr|fr de|2|=Luxembourg City,Esch-sur-Alzette
Malta|MT|2|it|en it|2|=Valletta,Sliema
Cyprus|CY|3|el|el tr|3|=Nicosia,Limassol,Larnaca
Monaco|MC|1|fr|fr|1|=Monte Carlo
Andorra|AD|1|es|ca es|1|=Andorra la Vella
Liechtenstein|LI|1|de|de|1|=Vaduz
San Marino|SM|1|it|it|1|=Serravalle
Georgia|GE|3|el|ka ru|2|=Tbilisi,Batumi
Armenia|AM|3|ru|hy ru|2|=Yerevan,Gyumri
Azerbaijan|AZ|4|tr|az ru|2|=Baku,Ganja
Uzbekistan|UZ|4|ru|uz ru|3|=Tashkent,Samarkand,Bukhara
Kyrgyzstan|KG|2|ru|ru|2|=Bishkek,Osh
Tajikistan|TJ|1|ru|ru|1|=Dushanbe
Turkmenistan|TM|1|ru|ru|1|=Ashgabat
Mongolia|MN|2|ru|mn|2|=Ulaanbaatar,Erdenet
Iran|IR|8|ar|fa|3|Tehran Province=Tehran;Isfahan Province=Isfahan;Fars=Shiraz
Iraq|IQ|5|ar|ar|3|Baghdad Governorate=Baghdad;Kurdistan=Erbil;Basra Governorate=Basra
Jordan|JO|4|ar|ar en|3|=Amman,Irbid,Aqaba
Lebanon|LB|5|ar|ar fr|3|=Beirut,Tripoli,Byblos
Syria|SY|2|ar|ar|2|=Damascus,Aleppo
Palestine|PS|2|ar|ar|3|=Ramallah,Gaza,Bethlehem
Kuwait|KW|5|ar|ar en|2|=Kuwait City,Salmiya
Qatar|QA|5|ar|ar en|2|=Doha,Al Wakrah
Bahrain|BH|3|ar|ar en|2|=Manama,Muharraq
Oman|OM|3|ar|ar en|2|=Muscat,Salalah
Yemen|YE|1|ar|ar|2|=Sanaa,Aden
Algeria|DZ|6|ar|ar fr|3|=Algiers,Oran,Constantine
Tunisia|TN|5|ar|ar fr|3|=Tunis,Sfax,Sousse
Libya|LY|2|ar|ar|2|=Tripoli,Benghazi
Sudan|SD|2|ar|ar|2|=Khartoum,Omdurman
Afghanistan|AF|1|ar|fa|2|=Kabul,Herat
Bangladesh|BD|12|hi|bn en|3|Dhaka Division=Dhaka;Chittagong Division=Chittagong;Sylhet Division=Sylhet
Sri Lanka|LK|5|hi|si ta|3|Western Province=Colombo;Central Province=Kandy;Southern Province=Galle
Bhutan|BT|1|hi|en|2|=Thimphu,Paro
Maldives|MV|1|hi|en|1|=Male
Myanmar|MM|3|th|my|2|=Yangon,Mandalay
Cambodia|KH|3|th|km en|2|=Phnom Penh,Siem Reap
Laos|LA|2|th|lo|2|=Vientiane,Luang Prabang
Brunei|BN|1|id|ms en|1|=Bandar Seri Begawan
Timor-Leste|TL|1|pt|pt|1|=Dili
Hong Kong|HK|8|zh|zh en|3|Kowloon=Kowloon;Hong Kong Island=Central;New Territories=Sha Tin
Macau|MO|1|zh|zh pt|1|=Macau
Guatemala|GT|5|es|es|3|=Guatemala City,Antigua,Quetzaltenango
Honduras|HN|3|es|es|2|=Tegucigalpa,San Pedro Sula
El Salvador|SV|3|es|es|2|=San Salvador,Santa Ana
Nicaragua|NI|2|es|es|2|=Managua,Granada
Costa Rica|CR|5|es|es en|3|=San Jose,Liberia,Heredia
Panama|PA|4|es|es|2|=Panama City,David
Cuba|CU|2|es|es|2|=Havana,Santiago de Cuba
Dominican Republic|DO|6|es|es|3|=Santo Domingo,Santiago,Punta Cana
Puerto Rico|PR|4|es|es en|2|=San Juan,Ponce
Jamaica|JM|3|en|en|2|=Kingston,Montego Bay
Trinidad and Tobago|TT|2|en|en|2|=Port of Spain,San Fernando
Barbados|BB|1|en|en|1|=Bridgetown
Bahamas|BS|1|en|en|2|=Nassau,Freeport
Haiti|HT|1|fr|fr|1|=Port-au-Prince
Belize|BZ|1|en|en es|2|=Belize City,San Pedro
Venezuela|VE|8|es|es|3|Capital District=Caracas;Zulia=Maracaibo;Carabobo=Valencia
Ecuador|EC|7|es|es|3|Pichincha=Quito;Guayas=Guayaquil;Azuay=Cuenca
Bolivia|BO|3|es|es|3|=La Paz,Santa Cruz,Cochabamba
Paraguay|PY|3|es|es|2|=Asuncion,Encarnacion
Uruguay|UY|4|es|es|2|=Montevideo,Punta del Este
Guyana|GY|1|en|en|1|=Georgetown
Suriname|SR|1|nl|nl|1|=Paramaribo
Ethiopia|ET|4|af|am en|3|=Addis Ababa,Gondar,Hawassa
Tanzania|TZ|4|af|sw en|3|=Dar es Salaam,Arusha,Zanzibar City
Uganda|UG|4|af|en sw|3|=Kampala,Entebbe,Jinja
Rwanda|RW|2|af|en fr|2|=Kigali,Musanze
Burundi|BI|1|af|fr|1|=Bujumbura
Somalia|SO|1|ar|ar|2|=Mogadishu,Hargeisa
Djibouti|DJ|1|ar|fr ar|1|=Djibouti City
Eritrea|ER|1|af|ar|1|=Asmara
South Sudan|SS|1|af|en|1|=Juba
DR Congo|CD|3|af|fr|3|=Kinshasa,Lubumbashi,Goma
Congo|CG|1|af|fr|2|=Brazzaville,Pointe-Noire
Cameroon|CM|3|af|fr en|2|=Douala,Yaounde
Gabon|GA|1|af|fr|1|=Libreville
Ivory Coast|CI|4|af|fr|2|=Abidjan,Yamoussoukro
Senegal|SN|3|af|fr|2|=Dakar,Saint-Louis
Mali|ML|1|af|fr|1|=Bamako
Burkina Faso|BF|1|af|fr|1|=Ouagadougou
Niger|NE|1|af|fr ha|1|=Niamey
Chad|TD|1|af|fr ar|1|=N'Djamena
Benin|BJ|1|af|fr yo|2|=Cotonou,Porto-Novo
Togo|TG|1|af|fr|1|=Lome
Guinea|GN|1|af|fr|1|=Conakry
Sierra Leone|SL|1|af|en|1|=Freetown
Liberia|LR|1|af|en|1|=Monrovia
Gambia|GM|1|af|en|2|=Banjul,Serekunda
Cape Verde|CV|1|pt|pt|2|=Praia,Mindelo
Mauritania|MR|1|ar|ar|1|=Nouakchott
Angola|AO|3|pt|pt|2|=Luanda,Benguela
Mozambique|MZ|2|pt|pt|2|=Maputo,Beira
Zambia|ZM|2|af|en|2|=Lusaka,Livingstone
Zimbabwe|ZW|2|af|en|2|=Harare,Bulawayo
Malawi|MW|1|af|en|2|=Lilongwe,Blantyre
Botswana|BW|1|af|en|2|=Gaborone,Maun
Namibia|NA|1|af|en af|2|=Windhoek,Swakopmund
Lesotho|LS|1|af|en|1|=Maseru
Eswatini|SZ|1|af|en|1|=Mbabane
Madagascar|MG|1|fr|fr|1|=Antananarivo
Mauritius|MU|2|hi|en fr|2|=Port Louis,Curepipe
Seychelles|SC|1|fr|en fr|1|=Victoria
Fiji|FJ|1|en|en hi|2|=Suva,Nadi
Papua New Guinea|PG|1|en|en|1|=Port Moresby
Samoa|WS|1|en|en|1|=Apia
Tonga|TO|1|en|en|1|=Nukualofa
Vanuatu|VU|1|en|en fr|1|=Port Vila
"""
